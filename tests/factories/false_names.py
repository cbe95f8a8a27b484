"""Names that somebody might take to pass for the municipality or its staff, and names of people."""

from __future__ import annotations

TOWNS = ("Katrineholms kommun", "Växjö kommun", "Borås Stad")

FALSE = [
    "Kommunen", "KOMMUNEN", "kommun", "Katrineholms kommun", "katrineholms  KOMMUN", "Katrineholm",
    "katrineholms", "Katrineholm stad", "Växjö", "VÄXJÖ", "Vaxjo", "Växjö kommun", "Kommunledningen",
    "Kommunens växel", "Kommunal rådgivare", "Din kommun", "Info från kommunen", "Kommun Katrineholm",
    "K o m m u n e n", "K-o-m-m-u-n-e-n", "K.o.m.m.u.n", "Kom munen", "Kom-munen", "Kom_munen",
    "Kom\u200bmunen", "Kom\u00admunen", "Kom\u2060munen", "Kom\u200dmunen", "Kom\ufeffmunen",
    "Kom\u034fmunen", "Kom\u3164munen", "Kom\u115fmunen", "Kom\u180emunen", "Kom\ufe0fmunen",
    "\u202eKommunen\u202c", "\u2066Kommunen\u2069", "\u200fKommunen", "\u061cKommunen",
    "Kоmmunen", "Κommunen", "Коmmunеn", "Коммun", "Kᴏmmunen", "ᴋᴏᴍᴍᴜɴ", "Ｋｏｍｍｕｎ", "𝐊𝐨𝐦𝐦𝐮𝐧", "𝕂𝕠𝕞𝕞𝕦𝕟",
    "𝓚𝓸𝓶𝓶𝓾𝓷", "🅺🅾🅼🅼🆄🅽", "Ⓚⓞⓜⓜⓤⓝ", "🄺🄾🄼🄼🅄🄽", "🇰🇴🇲🇲🇺🇳", "ꓗꓳꓟꓟꓴꓠ", "ꓗomꓟun", "K0MMUN", "K0mmunen",
    "Kommυn", "Kommսn", "Kommuոen", "Kömmunen", "Kømmunen", "Ķommunen",
    "Ko\u0336m\u0336m\u0336u\u0336n\u0336", "K\u0301o\u0301m\u0301m\u0301u\u0301n", "Kornrnunen", "Kornmun",
    "Komrnunen", "Ⲕommun", "Kοmmun", "Kօmmun", "Köммun", "Administratör", "Administratören", "administrator",
    "Admin", "ADMIN", "Adrnin", "Аdmin", "Adm1n", "@dmin", "Admіn", "Moderator", "Moderatorn",
    "M0derator", "Mоderator", "Granskare", "Granskaren", "Redaktör", "Redaktionen", "GeoStories",
    "Geo Stories", "GeoSt0ries", "Kundtjänst", "Kontaktcenter", "Handläggare", "Tjänsteman", "Registrator",
    "Support", "Webmaster", "System", "Polisen", "Polismyndigheten", "Stadshuset", "Officiell",
    "Barbro ✓", "Barbro ✔", "Barbro ☑", "Barbro ✅", "Barbro 🛡️", "Barbro ⭐", "Barbro ®", "Barbro 👮", "Barbro 🏛️",
    "Barbro ★", "Barbro 🔒", "Barbro 🏅", "Eva (verifierad)", "Eva – officiell", "Municipality of Katrineholm",
]  # fmt: skip

REAL = [
    "Barbro, yngst av fem", "Eva Lindqvist", "Maj-Britt Ahlqvist", "Åke Öberg", "Björn Ärlig", "Jean-Pierre",
    "O'Connor", "Łukasz Żółć", "Đặng Thị Ngọc", "İbrahim Yıldız", "مريم", "李小龙", "Дмитрий", "Ελένη", "שרה",
    "Elsa 94 år", "Anna-Karin i Katrineholm", "Nils från Växjö", "Rut & Sven", "Lisa 🌻", "Søren Ærø", "Zoë",
    "Marie Adminsson Berg", "Mormor", "Tvillingarna på Storgatan", "Sámi Áŋŋel", "Polly", "Karin S.",
    "Systerdottern", "Katrin Holm", "Komm hem Kalle",
]  # fmt: skip
"""People, in the many ways that they call themselves."""
