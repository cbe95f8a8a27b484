"""The registers' words for kinds of places and trails."""

from __future__ import annotations

from geostories.vocabulary import PlaceKind, TrailKind

PROTECTED = {
    "naturreservat": PlaceKind.NATURE_RESERVE,
    "nationalpark": PlaceKind.NATIONAL_PARK,
    "naturminne": PlaceKind.NATURAL_MONUMENT,
    "naturvårdsområde": PlaceKind.NATURE_CONSERVATION_AREA,
    "kulturreservat": PlaceKind.CULTURE_RESERVE,
    "biotopskyddsområde": PlaceKind.BIOTOPE_PROTECTION,
    "skogligt biotopskyddsområde": PlaceKind.BIOTOPE_PROTECTION,
    "övrigt biotopskyddsområde": PlaceKind.BIOTOPE_PROTECTION,
    "djur- och växtskyddsområde": PlaceKind.SPECIES_PROTECTION,
    "djur och växtskyddsområde": PlaceKind.SPECIES_PROTECTION,
    "vattenskyddsområde": PlaceKind.WATER_PROTECTION,
    "landskapsbildsskyddsområde": PlaceKind.LANDSCAPE_PROTECTION,
    "landskapsbildskyddsområde": PlaceKind.LANDSCAPE_PROTECTION,
    "natura 2000": PlaceKind.NATURA_2000,
    "natura 2000-område": PlaceKind.NATURA_2000,
    "sci": PlaceKind.NATURA_2000,
    "sac": PlaceKind.NATURA_2000,
    "spa": PlaceKind.NATURA_2000,
    "interimistiskt förbud": PlaceKind.OTHER_PROTECTION,
    "naturvårdsavtal": PlaceKind.OTHER_PROTECTION,
    "nationalstadspark": PlaceKind.OTHER_PROTECTION,
}
"""Naturvårdsregistret's SKYDDSTYP, and Natura 2000's OMRADESTYP."""

FACILITIES = {
    "övernattningsstuga": PlaceKind.CABIN,
    "stuga": PlaceKind.CABIN,
    "raststuga": PlaceKind.SHELTER,
    "rastskydd": PlaceKind.SHELTER,
    "koja": PlaceKind.SHELTER,
    "vindskydd": PlaceKind.LEAN_TO,
    "slogbod": PlaceKind.LEAN_TO,
    "eldstad": PlaceKind.FIREPLACE,
    "grillplats": PlaceKind.FIREPLACE,
    "dass": PlaceKind.TOILET,
    "torrtoalett": PlaceKind.TOILET,
    "toalett": PlaceKind.TOILET,
    "offentlig toalett": PlaceKind.TOILET,
    "fågeltorn": PlaceKind.BIRD_TOWER,
    "utsiktstorn": PlaceKind.VIEWPOINT,
    "utsiktsplats": PlaceKind.VIEWPOINT,
    "utsiktspunkt": PlaceKind.VIEWPOINT,
    "bro": PlaceKind.BRIDGE,
    "spång": PlaceKind.BRIDGE,
    "skylt": PlaceKind.SIGN,
    "informationsskylt": PlaceKind.SIGN,
    "informationstavla": PlaceKind.SIGN,
    "parkering": PlaceKind.PARKING,
    "parkeringsplats": PlaceKind.PARKING,
    "rastplats": PlaceKind.PICNIC_SITE,
    "rastbord": PlaceKind.PICNIC_SITE,
    "tältplats": PlaceKind.CAMPSITE,
    "campingplats": PlaceKind.CAMPSITE,
    "badplats": PlaceKind.BATHING_PLACE,
    "iläggningsplats": PlaceKind.SLIPWAY,
    "källa": PlaceKind.SPRING,
    "sevärdhet": PlaceKind.SIGHT,
    "lekplats": PlaceKind.PLAYGROUND,
    "utegym": PlaceKind.OUTDOOR_GYM,
    "offentlig konst": PlaceKind.PUBLIC_ART,
    "slott": PlaceKind.CASTLE,
    "museum": PlaceKind.MUSEUM,
    "kyrka": PlaceKind.CHURCH,
    "park": PlaceKind.PARK,
}
"""TYP of Naturvårdsverket's Anordningar, and the municipalities' national specifications."""

_OF_TRAILS = {
    "cykel": TrailKind.CYCLING,
    "mountainbike": TrailKind.CYCLING,
    "mtb": TrailKind.CYCLING,
    "skid": TrailKind.SKIING,
    "längdspår": TrailKind.SKIING,
    "vinterled": TrailKind.SKIING,
    "rid": TrailKind.RIDING,
    "kanot": TrailKind.PADDLING,
    "paddl": TrailKind.PADDLING,
    "kajak": TrailKind.PADDLING,
}


def of_place(word: str) -> PlaceKind | None:
    """The kind that this word means, ours or a register's; None if it is unknown."""
    small = word.casefold()
    if small in set(PlaceKind):
        return PlaceKind(small)
    return PROTECTED.get(small) or FACILITIES.get(small)


def of_trail(word: str) -> TrailKind:
    """What the trail is for; most are walked, and many registers do not say so.

    The national specification of trails says it by an address that ends with the word.
    """
    small = word.rpartition("/")[2].casefold()
    if small in set(TrailKind):
        return TrailKind(small)
    return next(
        (kind for part, kind in _OF_TRAILS.items() if small.startswith(part)), TrailKind.HIKING
    )
