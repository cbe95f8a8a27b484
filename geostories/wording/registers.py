"""Sentences for what may go wrong when another host is asked, a register above all."""

from __future__ import annotations

from collections.abc import Callable

from flask_babel import gettext as _

SENTENCES: dict[str, Callable[..., str]] = {
    "fetch_bad_address": lambda: _(
        "The address cannot be used. It must begin with http:// or https:// and name a host."
    ),
    "fetch_bad_port": lambda: _("Only ports 80, 443, 8080 and 8443 are asked."),
    "fetch_private_address": lambda: _(
        "The address leads into a network of its own. Only public addresses are asked."
    ),
    "fetch_bad_redirect": lambda: _("The address sends on in a way that cannot be followed."),
    "fetch_too_large": lambda megabytes: _(
        "The answer is larger than %(megabytes)s MB.", megabytes=megabytes
    ),
    "fetch_no_such_host": lambda: _("There is no host of that name."),
    "fetch_no_answer": lambda: _("The host does not answer."),
    "fetch_no_trust": lambda: _("The host cannot prove who it is; its certificate does not hold."),
    "fetch_too_slow": lambda: _("The host took too long to answer."),
    "fetch_broke_off": lambda: _("The answer broke off or cannot be read."),
    "register_busy": lambda status: _(
        "The register has no time just now (status %(status)s). It is asked again.", status=status
    ),
    "register_says_no": lambda status: _(
        "The register does not answer at that address (status %(status)s). Check it.",
        status=status,
    ),
    "register_exception": lambda words: _(
        'The register does not understand the question. It says: "%(words)s"', words=words
    ),
    "register_unreadable": lambda: _(
        "The register answered something else than a layer, or only part of one."
    ),
    "register_cut_off": lambda came, promised: _(
        "The register promised %(promised)s rows and gave %(came)s.", promised=promised, came=came
    ),
    "register_changed_meanwhile": lambda: _(
        "The register changed while it was read. It is read again."
    ),
    "register_pages_overlap": lambda: _("The register gave the same rows on several pages."),
    "register_too_many": lambda most: _(
        "The register has %(most)s rows or more. Ask for fewer with a filter.", most=most
    ),
    "register_leads_elsewhere": lambda: _("The register's next page lies at another host."),
    "register_wrong_crs": lambda crs: _(
        "The register answers in the reference system %(crs)s. Degrees are needed.", crs=crs
    ),
    "register_nothing_there": lambda query: _(
        'The register has nothing for "%(query)s". Check the filter.', query=query
    ),
    "no_source": lambda: _("That register is not here. It may belong to another municipality."),
    "no_known_register": lambda: _("No register of that name is known."),
    "source_part_missing": lambda: _("Fill this in."),
    "source_type_missing": lambda: _("Say which type or collection of the server it is."),
    "source_bad_hours": lambda most: _("Choose between 1 and %(most)s hours.", most=most),
    "source_register_taken": lambda: _("That layer has an address already. Change that one."),
}
