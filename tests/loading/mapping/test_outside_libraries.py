"""Public incident collections become outside incidents: no agent, dates as exact as the source knows them."""

from collections import Counter

from tests.loading.mapping.samples import cells, expected, records

AVID_SKIPPED = {
    "type": "an incident has no kind of report",
    "deployers": "an incident has no deployer; the agent stays empty",
    "keys": "which keys a source has is no figure",
}
ATLAS_SKIPPED = {"keys": "which keys a source has is no figure"}


def test_every_public_report_and_vulnerability_is_there():
    wanted = expected("avid")
    incidents = cells("avid", "incidents")
    kinds = Counter(row["incident"].split("-")[2][0] for row in incidents)
    assert {
        "files": len(incidents),
        "reports": kinds["R"],
        "vulnerabilities": kinds["V"],
        "by_month": dict(Counter(row["detected_at"][:7] for row in incidents)),
        "risk_domain": {
            # One record names Security and Ethics; an incident has one class of risk, the first named.
            "Ethics": sum(row["risk_class"] == "trust" for row in incidents) + 1,
            "Performance": sum(row["risk_class"] == "accuracy" for row in incidents),
            "Security": sum(row["risk_class"] == "access" for row in incidents),
        },
    } == {key: value for key, value in wanted.items() if key not in AVID_SKIPPED}


def test_every_case_study_is_there():
    wanted = expected("atlas_case_studies")
    incidents = {row["incident"]: row for row in cells("atlas_case_studies", "incidents")}
    found = [
        [
            *(name, row["detected_at"], {"day": "DATE", "month": "MONTH", "year": "YEAR"}[row["date_precision"]]),
            *(row["rca_trace"].split()[0], row["summary"], int(row["rca_trace"].split()[2])),
        ]
        for name, row in incidents.items()
    ]
    assert {
        "count": len(incidents),
        "granularity": dict(Counter(precision for _, _, precision, *_ in found)),
        "by_type": dict(Counter(kind for *_, kind, _, _ in found)),
        "by_year": dict(Counter(day[:4] for _, day, *_ in found)),
        "steps": sum(steps for *_, steps in found),
        "incidents": found,
    } == {key: value for key, value in wanted.items() if key not in ATLAS_SKIPPED}


def test_an_outside_incident_belongs_to_no_agent_and_claims_no_severity():
    for name in ("avid", "atlas_case_studies"):
        assert {record.file for record in records(name, name)} == {"incidents"}
        assert not any({"agent", "severity"} & set(row) for row in cells(name, "incidents"))
