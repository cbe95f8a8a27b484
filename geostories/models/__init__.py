"""Tables and their constraints, one file a noun. Importing the package knows them all."""

from geostories.models.audit_entry import AuditEntry
from geostories.models.base import Base
from geostories.models.category import Category
from geostories.models.decision import Decision
from geostories.models.media import Media, VersionPhoto
from geostories.models.membership import Membership
from geostories.models.municipality import Municipality
from geostories.models.official_place import OfficialPlace
from geostories.models.outgoing_mail import OutgoingMail
from geostories.models.place_name import PlaceName
from geostories.models.rate_count import RateCount
from geostories.models.report import Report
from geostories.models.story import Story
from geostories.models.story_version import StoryVersion
from geostories.models.trail import Trail
from geostories.models.user import Role, User
from geostories.models.user_session import UserSession

__all__ = [
    "AuditEntry",
    "Base",
    "Category",
    "Decision",
    "Media",
    "Membership",
    "Municipality",
    "OfficialPlace",
    "OutgoingMail",
    "PlaceName",
    "RateCount",
    "Report",
    "Role",
    "Story",
    "StoryVersion",
    "Trail",
    "User",
    "UserSession",
    "VersionPhoto",
]
