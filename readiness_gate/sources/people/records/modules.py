"""The versions of training material, with their publication times."""

from readiness_gate.model.facts.records.modules import ModuleFacts, ModuleVersion
from readiness_gate.sources.people.declaration import Column, Table
from readiness_gate.sources.people.records.record_table import RecordTable

MODULES = RecordTable(
    Table(
        "modules",
        "a list of training modules",
        "which version of which training module was published or when",
        (
            Column(
                "module",
                "the training module, as in [people.required]",
                "id",
                required=True,
                aliases="module trainingtitle coursename coursetitle course training itemtitle title itemid courseid",
            ),
            Column(
                "version",
                "the version of its material",
                "id",
                required=True,
                aliases="version versionnumber revision revisionnumber trainingversion courseversion",
            ),
            Column(
                "published-at",
                "since when people are trained with this version",
                "when",
                required=True,
                aliases="publishedat publishedon publishdate datepublished publicationdate effectivedate "
                "versioneffectivedate revisiondate releasedate",
            ),
            Column(
                "owner",
                "the person or team that keeps the material up to date",
                "text",
                aliases="owner courseowner contentowner responsible author",
            ),
        ),
        examples=(
            ("Quoting", "1", "2026-11-02", "Sales enablement"),
            ("Quoting", "2", "2026-01-18", "Sales enablement"),
            ("Service basics", "1", "2026-11-09", "Service operations"),
        ),
        unique=("module", "version"),
        plans=True,
    ),
    ModuleVersion,
    ModuleFacts,
)
