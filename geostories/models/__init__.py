"""Tables and their constraints, one file a noun. Importing the package knows them all."""

from geostories.models.account_use import AccountUse
from geostories.models.appeal import Appeal
from geostories.models.association import Association, AssociationMember
from geostories.models.audit_entry import AuditEntry, AuditLink
from geostories.models.base import Base
from geostories.models.case_file import CaseCounter, CaseFile, CaseNote
from geostories.models.category import Category
from geostories.models.closure import Closure
from geostories.models.collection import Collection, CollectionItem
from geostories.models.comment import Comment
from geostories.models.contact_point import ContactPoint
from geostories.models.data_export import DataExport
from geostories.models.decision import Decision, StatementOfReasons
from geostories.models.erasure import Erasure
from geostories.models.fault_report import FaultReport
from geostories.models.held_zone import HeldZone
from geostories.models.invitation import Invitation
from geostories.models.layer_import import LayerImport
from geostories.models.media import Media, VersionPhoto
from geostories.models.membership import Membership
from geostories.models.message_template import MessageTemplate
from geostories.models.minor import Minor
from geostories.models.municipality import Municipality
from geostories.models.notice import Notice
from geostories.models.observation import Observation
from geostories.models.official_place import OfficialPlace
from geostories.models.outgoing_mail import OutgoingMail
from geostories.models.page_text import PageText
from geostories.models.picture import Picture
from geostories.models.place_name import PlaceName
from geostories.models.rate_count import RateCount
from geostories.models.recording import Recording
from geostories.models.register_source import RegisterSource
from geostories.models.report import Report
from geostories.models.retention_rule import RetentionRule
from geostories.models.review_rule import ReviewRule
from geostories.models.revision import Revision
from geostories.models.sealed_copy import SealedCopy
from geostories.models.search_word import SearchWord
from geostories.models.second_factor import RecoveryCode, SecondFactor
from geostories.models.sensitive_area import SensitiveArea
from geostories.models.story import Story
from geostories.models.story_version import StoryVersion
from geostories.models.subscription import Subscription
from geostories.models.teller_link import TellerLink
from geostories.models.thanks import Thanks
from geostories.models.theme import Theme
from geostories.models.tip import Tip
from geostories.models.trail import Trail
from geostories.models.unit import Unit
from geostories.models.upload import Upload
from geostories.models.user import Role, User
from geostories.models.user_session import UserSession
from geostories.models.visit_count import DaySalt, VisitCount, VisitorMark
from geostories.models.visitor_fact import VisitorFact

__all__ = [
    "AccountUse",
    "Appeal",
    "Association",
    "AssociationMember",
    "AuditEntry",
    "AuditLink",
    "Base",
    "CaseCounter",
    "CaseFile",
    "CaseNote",
    "Category",
    "Closure",
    "Collection",
    "CollectionItem",
    "Comment",
    "ContactPoint",
    "DataExport",
    "DaySalt",
    "Decision",
    "Erasure",
    "FaultReport",
    "HeldZone",
    "Invitation",
    "LayerImport",
    "Media",
    "Membership",
    "MessageTemplate",
    "Minor",
    "Municipality",
    "Notice",
    "Observation",
    "OfficialPlace",
    "OutgoingMail",
    "PageText",
    "Picture",
    "PlaceName",
    "RateCount",
    "Recording",
    "RecoveryCode",
    "RegisterSource",
    "Report",
    "RetentionRule",
    "ReviewRule",
    "Revision",
    "Role",
    "SealedCopy",
    "SearchWord",
    "SecondFactor",
    "SensitiveArea",
    "StatementOfReasons",
    "Story",
    "StoryVersion",
    "Subscription",
    "TellerLink",
    "Thanks",
    "Theme",
    "Tip",
    "Trail",
    "Unit",
    "Upload",
    "User",
    "UserSession",
    "VersionPhoto",
    "VisitCount",
    "VisitorFact",
    "VisitorMark",
]
