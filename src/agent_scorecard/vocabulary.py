"""The words of the board as enums: one word, one meaning, the same in files, rules, store and pages."""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntEnum, StrEnum


class Group(StrEnum):
    """Group of the balanced scorecard; ``other`` is context and never enters a verdict."""

    OUTCOME = "outcome"
    QUALITY = "quality"
    ADOPTION = "adoption"
    CONTROL = "control"
    OTHER = "other"


class Layer(StrEnum):
    """Second tag of a measure: speed, harm, trust or result; speed is never shown without harm beside it."""

    THROUGHPUT = "throughput"
    INTEGRITY = "integrity"
    TRUST = "trust"
    OUTCOME = "outcome"
    OTHER = "other"


class Direction(StrEnum):
    """Which way is better; ``context`` is never coloured."""

    HIGHER = "higher"
    LOWER = "lower"
    BAND = "band"
    CONTEXT = "context"


class Aggregation(StrEnum):
    """How periods and agents are put together; only a ``rate`` (share of cases, 0..1) can be proven."""

    RATE = "rate"
    RATIO = "ratio"
    MEAN = "mean"
    SUM = "sum"
    COUNT = "count"
    LAST = "last"
    QUANTILE = "quantile"


class Verdict(StrEnum):
    """Answer about one measure or group (rules 2), from best to worst and then the unjudged ones."""

    MET = "met"
    PASSING = "passing"
    UNPROVEN = "unproven"
    NOT_TRUSTED = "not_trusted"
    AT_RISK = "at_risk"
    MISSED = "missed"
    NO_BOUND = "no_bound"
    NO_DATA = "no_data"

    @property
    def rank(self) -> int:
        """0 for met up to 5 for missed, the order in which a group takes its worst (rules 3); unjudged ones -1."""
        return _VERDICT_ORDER.index(self) if self in _VERDICT_ORDER else -1

    @property
    def is_judged(self) -> bool:
        return self.rank >= 0

    @property
    def word(self) -> str:
        """The word on screen."""
        return _VERDICT_WORDS[self]


_VERDICT_ORDER = (
    Verdict.MET,
    Verdict.PASSING,
    Verdict.UNPROVEN,
    Verdict.NOT_TRUSTED,
    Verdict.AT_RISK,
    Verdict.MISSED,
)

_VERDICT_WORDS = {
    Verdict.MET: "Met",
    Verdict.PASSING: "Passing",
    Verdict.AT_RISK: "At risk",
    Verdict.MISSED: "Missed",
    Verdict.UNPROVEN: "Too few to tell",
    Verdict.NOT_TRUSTED: "Not trusted",
    Verdict.NO_BOUND: "No bound set",
    Verdict.NO_DATA: "No data",
}


class Severity(StrEnum):
    """Weight of a finding, heaviest first: a block closes options, a warn asks, a note informs."""

    BLOCK = "block"
    WARN = "warn"
    NOTE = "note"

    @property
    def rank(self) -> int:
        """0 for note, 2 for block."""
        return (Severity.NOTE, Severity.WARN, Severity.BLOCK).index(self)


class IncidentSeverity(StrEnum):
    """How bad an incident is; critical and high are serious, undetermined counts as serious for closing only."""

    CRITICAL = "critical"
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"
    UNDETERMINED = "undetermined"

    @property
    def is_serious(self) -> bool:
        return self in (IncidentSeverity.CRITICAL, IncidentSeverity.HIGH)


class Tier(StrEnum):
    """Risk tier: sets the depth of gates, reviews and evidence."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"

    @property
    def rank(self) -> int:
        """0 for low, 2 for high."""
        return (Tier.LOW, Tier.MEDIUM, Tier.HIGH).index(self)


class Level(IntEnum):
    """Autonomy level of an agent: a ceiling, not a promise."""

    ASSISTED = 1
    RECOMMENDED = 2
    BOUNDED = 3
    PORTFOLIO = 4

    @property
    def word(self) -> str:
        """The word on screen."""
        return _LEVEL_WORDS[self]


_LEVEL_WORDS = {
    Level.ASSISTED: "Assisted",
    Level.RECOMMENDED: "Recommended",
    Level.BOUNDED: "Bounded execution",
    Level.PORTFOLIO: "Portfolio managed",
}


class Mode(StrEnum):
    """Oversight mode of one action, strictest first."""

    FORBIDDEN = "forbidden"
    SHADOW = "shadow"
    IN = "in"
    IN_ABOVE = "in_above"
    ON = "on"
    OUT = "out"

    @property
    def freedom(self) -> int:
        """0 for forbidden up to 5 for out of the loop: the smaller, the stricter."""
        return tuple(Mode).index(self)

    @property
    def word(self) -> str:
        """The word on screen."""
        return _MODE_WORDS[self]


_MODE_WORDS = {
    Mode.FORBIDDEN: "Forbidden",
    Mode.SHADOW: "Shadow",
    Mode.IN: "In the loop",
    Mode.IN_ABOVE: "In the loop above a threshold",
    Mode.ON: "On the loop",
    Mode.OUT: "Out of the loop",
}


def strictest(modes: Iterable[Mode]) -> Mode:
    """The mode that leaves the least freedom; no mode at all is an error (ValueError)."""
    return min(modes, key=lambda mode: mode.freedom)


def worst(verdicts: Iterable[Verdict]) -> Verdict | None:
    """The worst judged verdict, or None when nothing was judged (rules 3)."""
    return max((v for v in verdicts if v.is_judged), key=lambda verdict: verdict.rank, default=None)


def highest(tiers: Iterable[Tier]) -> Tier | None:
    """The highest tier, or None when there is none."""
    return max(tiers, key=lambda tier: tier.rank, default=None)


def heaviest(severities: Iterable[Severity]) -> Severity | None:
    """The heaviest severity, or None when there is none."""
    return max(severities, key=lambda severity: severity.rank, default=None)


class Status(StrEnum):
    """Lifecycle state of an agent as recorded; the product starts and stops nothing."""

    IDEA = "idea"
    PILOT = "pilot"
    LIVE = "live"
    PAUSED = "paused"
    MERGED = "merged"
    RETIRED = "retired"


class AgentKind(StrEnum):
    """Whether software decides at run time or follows fixed rules (an automation is not on the ladder)."""

    AGENT = "agent"
    AUTOMATION = "automation"


class WorkOrigin(StrEnum):
    """Where the work was done before; new work allows no delta wording."""

    NEW = "new"
    INTERNAL = "internal"
    OUTSOURCED = "outsourced"


class Rhythm(StrEnum):
    """How often an agent works; silence and disuse are counted in rhythms."""

    CONTINUOUS = "continuous"
    WEEKLY = "weekly"
    MONTHLY = "monthly"
    ON_EVENT = "on_event"


class EvidenceSource(StrEnum):
    """Whether an agent's figures come from its run log or from files of observations."""

    LOG = "log"
    FILE = "file"


class KeepContent(StrEnum):
    """Which content of a run may be stored."""

    NONE = "none"
    INPUTS = "inputs"
    OUTPUT = "output"
    BOTH = "both"


class Role(StrEnum):
    """Nine roles a person holds for an agent, and the five decision rights (never implied by a role)."""

    ACCOUNTABLE_OWNER = "accountable_owner"
    SYSTEM_OWNER = "system_owner"
    RISK_OWNER = "risk_owner"
    PROCESS_OWNER = "process_owner"
    BUILDER = "builder"
    SUPERVISOR = "supervisor"
    ON_CALL = "on_call"
    EVALUATION_OWNER = "evaluation_owner"
    OPERATIONS_LEAD = "operations_lead"
    APPROVE_PILOT = "approve_pilot"
    APPROVE_LIVE = "approve_live"
    OWN_METRIC = "own_metric"
    REVIEW_FAILURES = "review_failures"
    PAUSE_OR_RETIRE = "pause_or_retire"


DECISION_RIGHTS = (
    Role.APPROVE_PILOT,
    Role.APPROVE_LIVE,
    Role.OWN_METRIC,
    Role.REVIEW_FAILURES,
    Role.PAUSE_OR_RETIRE,
)

ONE_AT_A_TIME = (Role.ACCOUNTABLE_OWNER, Role.SYSTEM_OWNER, Role.RISK_OWNER, *DECISION_RIGHTS)


class Access(StrEnum):
    """What a permission allows; read and draft have no effect outside."""

    READ = "read"
    DRAFT = "draft"
    WRITE = "write"
    SEND = "send"
    DELETE = "delete"

    @property
    def has_effect(self) -> bool:
        return self in (Access.WRITE, Access.SEND, Access.DELETE)


class Effect(StrEnum):
    """What a wrong call could touch; ``none`` stands alone."""

    NONE = "none"
    MONEY = "money"
    CUSTOMERS = "customers"
    INVENTORY = "inventory"
    LEGAL_CLAIMS = "legal_claims"
    EMPLOYEE_RECORDS = "employee_records"
    PUBLIC_PAGES = "public_pages"
    PRODUCTION = "production"
    SENSITIVE_DATA = "sensitive_data"
    BRAND = "brand"
    CONTRACT_EDITS = "contract_edits"
    ACCESS_RIGHTS = "access_rights"


class Operator(StrEnum):
    """Comparison of a run input with a threshold."""

    ABOVE = ">"
    AT_LEAST = ">="
    BELOW = "<"
    AT_MOST = "<="
    EQUAL = "="
    NOT_EQUAL = "!="


class BaselineKind(StrEnum):
    """How the baseline is known; ``none`` means the work never existed before."""

    MEASURED = "measured"
    ESTIMATED = "estimated"
    NONE = "none"


class RiskClass(StrEnum):
    """The five risks leaders name."""

    ACCURACY = "accuracy"
    ACCESS = "access"
    DRIFT = "drift"
    COST = "cost"
    TRUST = "trust"


class Harm(StrEnum):
    """Harm that happened in an incident; unknown is empty, not ``none``."""

    NONE = "none"
    DATA_EXPOSURE = "data_exposure"
    FINANCIAL_LOSS = "financial_loss"
    COMPLIANCE_VIOLATION = "compliance_violation"
    CUSTOMER_HARM = "customer_harm"
    REPUTATIONAL = "reputational"


class Cause(StrEnum):
    """Cause of an incident."""

    UNKNOWN = "unknown"
    PROMPT = "prompt"
    MODEL = "model"
    TOOL_SCHEMA = "tool_schema"
    DATA = "data"
    STALE_DATA = "stale_data"
    NO_SOURCE = "no_source"
    PERMISSION = "permission"
    HUMAN_REVIEW = "human_review"
    POLICY = "policy"


class DetectedBy(StrEnum):
    """Who noticed an incident first; customer and auditor make it silent."""

    MONITOR = "monitor"
    REVIEWER = "reviewer"
    USER = "user"
    CUSTOMER = "customer"
    AUDITOR = "auditor"

    @property
    def is_silent(self) -> bool:
        return self in (DetectedBy.CUSTOMER, DetectedBy.AUDITOR)


class AgenticRisk(StrEnum):
    """The ten risks of the OWASP Top 10 for Agentic Applications (2026)."""

    ASI01 = "ASI01"
    ASI02 = "ASI02"
    ASI03 = "ASI03"
    ASI04 = "ASI04"
    ASI05 = "ASI05"
    ASI06 = "ASI06"
    ASI07 = "ASI07"
    ASI08 = "ASI08"
    ASI09 = "ASI09"
    ASI10 = "ASI10"

    @property
    def word(self) -> str:
        return AGENTIC_RISKS[self]


AGENTIC_RISKS = {
    AgenticRisk.ASI01: "goal hijack",
    AgenticRisk.ASI02: "tool misuse",
    AgenticRisk.ASI03: "identity and privilege abuse",
    AgenticRisk.ASI04: "supply chain",
    AgenticRisk.ASI05: "unexpected code execution",
    AgenticRisk.ASI06: "memory and context poisoning",
    AgenticRisk.ASI07: "insecure messages between agents",
    AgenticRisk.ASI08: "cascading failures",
    AgenticRisk.ASI09: "misplaced human trust",
    AgenticRisk.ASI10: "rogue agent",
}


class TurnKind(StrEnum):
    """What changed the standing of an incident."""

    SEVERITY = "severity"
    CLOSED = "closed"
    REOPENED = "reopened"


class UndoState(StrEnum):
    """What became of a record an incident touched; ``nothing`` = nothing was written there."""

    OPEN = "open"
    ROLLED_BACK = "rolled_back"
    COMPENSATED = "compensated"
    CANNOT = "cannot"
    NOTHING = "nothing"

    @property
    def word(self) -> str:
        told = {"cannot": "cannot be undone", "nothing": "nothing to undo"}
        return told.get(self.value, self.value.replace("_", " "))


class DatePrecision(StrEnum):
    """How exactly the dates of an incident are known."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"


class ChangeKind(StrEnum):
    """What was changed on an agent."""

    PROMPT = "prompt"
    TOOL = "tool"
    MODEL = "model"
    RETRIEVAL = "retrieval"
    PERMISSION = "permission"
    THRESHOLD = "threshold"
    POLICY = "policy"
    SOP = "sop"
    MODE = "mode"
    LEVEL = "level"
    SAMPLING_PLAN = "sampling_plan"
    STATUS = "status"

    @property
    def needs_eval(self) -> bool:
        return self in (ChangeKind.PROMPT, ChangeKind.TOOL, ChangeKind.MODEL, ChangeKind.RETRIEVAL)


class CaseSource(StrEnum):
    """Where eval cases come from."""

    REAL = "real"
    SYNTHETIC = "synthetic"
    MIXED = "mixed"


class ApprovalVerdict(StrEnum):
    """What an approver answered."""

    PENDING = "pending"
    APPROVED = "approved"
    EDITED = "edited"
    REJECTED = "rejected"
    ESCALATED = "escalated"

    @property
    def is_decided(self) -> bool:
        return self in _DECIDED


_DECIDED = frozenset((ApprovalVerdict.APPROVED, ApprovalVerdict.EDITED, ApprovalVerdict.REJECTED))


class BudgetPeriod(StrEnum):
    """Calendar period of a budget."""

    DAY = "day"
    MONTH = "month"
    QUARTER = "quarter"


class CostCategory(StrEnum):
    """What money was spent on; human review is part of the total."""

    MODEL = "model"
    TOOL_API = "tool_api"
    SEATS = "seats"
    EGRESS = "egress"
    RETRIEVAL = "retrieval"
    RETRIES = "retries"
    BACKGROUND = "background"
    HUMAN_REVIEW = "human_review"
    OTHER = "other"


class Gate(StrEnum):
    """The four gates in order, and the 16-item checklist."""

    INTAKE = "intake"
    DESIGN_REVIEW = "design_review"
    PRODUCTION_READINESS = "production_readiness"
    PORTFOLIO_REVIEW = "portfolio_review"
    CHECKLIST = "checklist"


class GateItem(StrEnum):
    """What a row of the gates file answers: the result, a signature, or one item of a gate or the checklist."""

    RESULT = "result"
    SIGNED_BY_MANAGER = "signed_by_manager"
    SIGNED_BY_BUILDER = "signed_by_builder"
    G1_0 = "G1.0"
    G1_1 = "G1.1"
    G1_2 = "G1.2"
    G1_3 = "G1.3"
    G1_4 = "G1.4"
    G1_5 = "G1.5"
    G2_1 = "G2.1"
    G2_2 = "G2.2"
    G2_3 = "G2.3"
    G2_4 = "G2.4"
    G2_5 = "G2.5"
    G3_1 = "G3.1"
    G3_2 = "G3.2"
    G3_3 = "G3.3"
    G3_4 = "G3.4"
    G3_5 = "G3.5"
    G3_6 = "G3.6"
    G4_1 = "G4.1"
    G4_2 = "G4.2"
    G4_3 = "G4.3"
    G4_4 = "G4.4"
    F1 = "F1"
    F2 = "F2"
    F3 = "F3"
    F4 = "F4"
    C1 = "C1"
    C2 = "C2"
    C3 = "C3"
    C4 = "C4"
    M1 = "M1"
    M2 = "M2"
    M3 = "M3"
    M4 = "M4"
    O1 = "O1"
    O2 = "O2"
    O3 = "O3"
    O4 = "O4"


class GateAnswer(StrEnum):
    """Answer to a gate row; pass and fail belong to results, yes and no to items and signatures."""

    OPEN = "open"
    YES = "yes"
    NO = "no"
    NOT_APPLICABLE = "not_applicable"
    PASS = "pass"
    FAIL = "fail"
    WAIVED = "waived"


class Capability(StrEnum):
    """The five rows of the control plane of a company."""

    TRACE_LOGGING = "trace_logging"
    OFFLINE_EVAL_SUITE = "offline_eval_suite"
    APPROVAL_POLICY = "approval_policy"
    KILL_SWITCH = "kill_switch_and_credential_rotation"
    POST_INCIDENT_REVIEW = "post_incident_review"


class RunStatus(StrEnum):
    """What the agent did in a run."""

    COMPLETED = "completed"
    FAILED = "failed"
    STOPPED = "stopped"
    BLOCKED = "blocked"
    CANCELLED = "cancelled"
    RUNNING = "running"
    PENDING = "pending"


class RunResult(StrEnum):
    """Whether the work came out right."""

    SUCCESS = "success"
    FAILURE = "failure"
    NOT_JUDGED = "not_judged"


class ReviewOutcome(StrEnum):
    """What people did with a run; exactly one, the one that shows most human intervention first."""

    OVERRIDDEN = "overridden"
    REJECTED = "rejected"
    EDITED = "edited"
    ESCALATED = "escalated"
    ACCEPTED = "accepted"
    PENDING = "pending"
    NONE = "none"

    @property
    def is_reviewed(self) -> bool:
        return self.is_intervention or self is ReviewOutcome.ACCEPTED

    @property
    def is_intervention(self) -> bool:
        return self in (ReviewOutcome.OVERRIDDEN, ReviewOutcome.REJECTED, ReviewOutcome.EDITED)


class HumanEdit(StrEnum):
    """How much a person changed the output."""

    NONE = "none"
    MINOR = "minor"
    MAJOR = "major"
    REJECTED = "rejected"


class ApprovalStatus(StrEnum):
    """Approval state a run record carries itself."""

    NOT_REQUIRED = "not_required"
    PENDING = "pending"
    APPROVED = "approved"
    EDITED = "edited"
    REJECTED = "rejected"
    ESCALATED = "escalated"


class ToolStatus(StrEnum):
    """How one tool call of a run ended."""

    OK = "ok"
    ERROR = "error"
    BLOCKED = "blocked"
    ROLLED_BACK = "rolled_back"


class Choice(StrEnum):
    """Decision a person records; merge only in the portfolio review."""

    EXPAND = "expand"
    MAINTAIN = "maintain"
    REVISE = "revise"
    PAUSE = "pause"
    RETIRE = "retire"
    MERGE = "merge"


class ExpandKind(StrEnum):
    """What an expansion raises: level, one action's mode, scope, or a pilot going live."""

    LEVEL = "level"
    MODE = "mode"
    SCOPE = "scope"
    GO_LIVE = "go_live"


class EvidenceState(StrEnum):
    """State of one evidence item for the next level."""

    THERE = "there"
    MISSING = "missing"
    NOT_KNOWN = "not_known"
    DOES_NOT_APPLY = "does_not_apply"
    ACCEPTED = "accepted"

    @property
    def is_settled(self) -> bool:
        """Whether the step up may be taken over it: there, cannot apply, or accepted for a time (rules 6)."""
        return self in (EvidenceState.THERE, EvidenceState.DOES_NOT_APPLY, EvidenceState.ACCEPTED)


class Preset(StrEnum):
    """Depth of the policy a company works with."""

    SMALL = "small"
    ENTERPRISE = "enterprise"


class CardLine(StrEnum):
    """Line of the one-page scorecard a measure is printed on."""

    BUSINESS_RESULT = "business_result"
    QUALITY = "quality"
    ADOPTION = "adoption"
    RISK = "risk"
    COST = "cost"
    CONTEXT = "context"


class AgainstReason(StrEnum):
    """Why a person decided against the proposal (closed list, counted)."""

    NEW_FACT = "new_fact"
    DATA_WRONG = "data_wrong"
    BUSINESS_NEED = "business_need"
    COST = "cost"
    CUSTOMER_COMMITMENT = "customer_commitment"
    OTHER = "other"


class ProposalState(StrEnum):
    """What became of a decision that was proposed to a second person; the last three are found, not recorded."""

    WAITING = "waiting"
    APPROVED = "approved"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    CANCELLED = "cancelled"
    OVERTAKEN = "overtaken"


class ExceptionReason(StrEnum):
    """Why a risk owner accepts one named gap for a time (closed list)."""

    TEMPORARY_GAP = "temporary_gap"
    COMPENSATED_ELSEWHERE = "compensated_elsewhere"
    VENDOR_LIMIT = "vendor_limit"
    PILOT_ONLY = "pilot_only"

    @property
    def word(self) -> str:
        """The word on screen."""
        return self.value.replace("_", " ").capitalize()


class GapKind(StrEnum):
    """What a risk owner may accept for a time: one evidence item, one finding, one gate or checklist item, one gate."""

    EVIDENCE = "evidence"
    FINDING = "finding"
    ITEM = "item"
    GATE = "gate"


class Disposition(StrEnum):
    """What the portfolio review says about the workflow of an agent (S4-42)."""

    SAFE = "safe"
    GATED = "gated"
    TIGHTEN = "tighten"

    @property
    def word(self) -> str:
        """The word on screen."""
        return _DISPOSITION_WORDS[self]


_DISPOSITION_WORDS = {
    Disposition.SAFE: "Safe end to end",
    Disposition.GATED: "Stay gated",
    Disposition.TIGHTEN: "Tighten policy",
}


class Worth(StrEnum):
    """Whether a candidate task should be done at all (register S4-59)."""

    DO = "do"
    SIMPLIFY = "simplify"
    STOP = "stop"

    @property
    def word(self) -> str:
        """The word on screen."""
        return _WORTH_WORDS[self]


_WORTH_WORDS = {
    Worth.DO: "Yes, and an agent may take it",
    Worth.SIMPLIFY: "Yes, but simplify it first",
    Worth.STOP: "No, stop doing it",
}


class WeeklyChange(StrEnum):
    """What the one change promised by a weekly review is about (register S2-20)."""

    THRESHOLD = "threshold"
    SOP = "sop"
    DATA_SOURCE = "data_source"
    REMOVE_APPROVAL = "remove_approval"
    TIGHTEN_PERMISSION = "tighten_permission"
    OTHER = "other"

    @property
    def word(self) -> str:
        """The word on screen."""
        return _WEEKLY_WORDS[self]


_WEEKLY_WORDS = {
    WeeklyChange.THRESHOLD: "Move a threshold",
    WeeklyChange.SOP: "Rewrite a step of the SOP",
    WeeklyChange.DATA_SOURCE: "Change a data source",
    WeeklyChange.REMOVE_APPROVAL: "Take an approval away",
    WeeklyChange.TIGHTEN_PERMISSION: "Tighten a permission",
    WeeklyChange.OTHER: "Something else",
}


class AlertAct(StrEnum):
    """What a person may do about an alert: say that they have it, be quiet about it until a day, or close it."""

    ACKNOWLEDGED = "acknowledged"
    MUTED = "muted"
    CLOSED = "closed"


class AlertState(StrEnum):
    """Where an alert stands; one in observe mode is shown and told to nobody."""

    NEW = "new"
    ACKNOWLEDGED = "acknowledged"
    MUTED = "muted"
    CLOSED = "closed"
    OBSERVED = "observed"

    @property
    def word(self) -> str:
        """The word on screen."""
        return self.value.capitalize()

    @property
    def is_open(self) -> bool:
        """Whether it still asks for somebody."""
        return self in (AlertState.NEW, AlertState.ACKNOWLEDGED)
