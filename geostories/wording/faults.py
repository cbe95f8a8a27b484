"""What was done about a fault, in words."""

from __future__ import annotations

from flask_babel import gettext as _


def log_line(action: str, who: str) -> str:
    """One line of a case's history."""
    name = who or _("Somebody")
    return {
        "report_fault": _("A visitor reported the fault"),
        "tell_unit": _("Mailed to the unit in charge"),
        "fault_in_hand": _("%(name)s took it in hand", name=name),
        "fault_mended": _("%(name)s answered that it is mended", name=name),
        "fault_left": _("%(name)s answered that it is left as it is", name=name),
    }[action]
