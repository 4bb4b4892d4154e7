"""Turns a fact that needs a person into a finding, weighed and remedied by the policy."""

from __future__ import annotations

from agent_scorecard.policy.shapes import FindingPolicy, Policy
from agent_scorecard.rules.answers import Finding, Sentence
from agent_scorecard.rules.evidence import Evidence
from agent_scorecard.vocabulary import EvidenceSource, Severity

_UNWEIGHED = FindingPolicy(way_out="Look at it together and agree the next step.")


def found(
    evidence: Evidence,
    policy: Policy,
    code: str,
    sentence: Sentence,
    stage: float | None = None,
    *,
    weak: bool = False,
    answered: bool = False,
    link: str = "scorecard",
) -> Finding:
    """Return the finding of a code about an agent; severity, cap, way out and set-up come from the policy (rules 5).

    ``stage`` is the share or day reached, where a code has a severity per stage. ``weak`` asks for its milder form.
    ``answered`` says that somebody gave the answer (kill switch "none"), so that it is no open set-up question.
    Only a block carries a cap: a milder form of it limits nothing.
    """
    weight = policy.findings.get(code, _UNWEIGHED)
    severity = _severity(weight, evidence, stage, weak)
    return Finding(
        agent=evidence.agent.agent,
        code=code,
        severity=severity,
        sentence=sentence,
        way_out=weight.way_out,
        cap=weight.cap if severity is Severity.BLOCK else None,
        setup=bool(weight.question) and not answered,
        link=link,
    )


def _severity(weight: FindingPolicy, evidence: Evidence, stage: float | None, weak: bool) -> Severity:
    if evidence.agent.evidence_source is EvidenceSource.FILE and weight.from_file is not None:
        return weight.from_file
    if weak:
        return weight.weak or Severity.NOTE
    if stage is not None and weight.stages:
        return weight.severity_at(stage) or weight.weak or Severity.NOTE
    return weight.severity
