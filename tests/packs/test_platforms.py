"""What the packs of platforms take the files of a repository for, and what they call them.

The paths are in the form that real repositories have; their names are made up.
"""

from collections.abc import Mapping

import pytest
from support.policy import BEGIN, loaded

from readiness_gate.config.packs.catalog import OTHERWISE, detected, platforms
from readiness_gate.model.components import Components
from readiness_gate.model.settings.git import GitSettings

GUID = "0f4dbfe3-13e8-ea11-a817-000d3af3d3a9"
ID = "0a1b2c3d4e5f60718293a4b5c6d7e8f9"
SETS = ("config", "code", "docs")

SALESFORCE: Mapping[str, tuple[str, str | None]] = {
    "sfdx-project.json": ("", None),
    "app/main/objects/Quote/fields/Discount.field-meta.xml": ("config", "object Quote, field Discount"),
    "app/main/objects/Plan__c/fields/Start__c.field-meta.xml": ("config", "object Plan, field Start"),
    "app/main/objects/Plan__c/Plan__c.object-meta.xml": ("config", "object Plan"),
    "app/main/objects/Plan__c/recordTypes/New.recordType-meta.xml": ("config", "object Plan, record type New"),
    "app/main/objects/Plan__c/validationRules/End.validationRule-meta.xml": (
        "config",
        "object Plan, validation rule End",
    ),
    "app/main/objects/Plan__c/listViews/All.listView-meta.xml": ("config", "object Plan, list view All"),
    "app/main/layouts/Plan__c-Plan %28new%29.layout-meta.xml": ("config", "object Plan, layout Plan (new)"),
    "app/main/flows/Approve_quote.flow-meta.xml": ("config", "flow Approve_quote"),
    "app/main/profiles/Sales rep.profile-meta.xml": ("config", "profile Sales rep"),
    "app/main/permissionsets/Quoting.permissionset-meta.xml": ("config", "permission set Quoting"),
    "app/main/quickActions/Plan__c.Renew.quickAction-meta.xml": ("config", "object Plan, action Renew"),
    "app/main/customMetadata/Rate.Default.md-meta.xml": ("config", "custom metadata Rate, record Default"),
    "app/main/brandingSets/Ours.brandingSet-meta.xml": ("config", "brandingSet Ours"),
    "app/main/classes/quoting/QuoteService.cls": ("code", "class QuoteService"),
    "app/main/classes/quoting/QuoteService.cls-meta.xml": ("config", "class QuoteService"),
    "app/main/triggers/Quotes.trigger": ("code", "trigger Quotes"),
    "app/main/lwc/quoteList/quoteList.js": ("code", "Lightning component quoteList"),
    "app/main/lwc/quoteList/__tests__/quoteList.test.js": ("", "Lightning component quoteList"),
    "app/main/aura/Old/OldController.js": ("code", "Aura component Old"),
    "app/main/staticresources/logos/a/b.png": ("code", "static resource logos"),
    "app/main/objectTranslations/Plan__c-de/Start__c.fieldTranslation-meta.xml": ("", "fieldTranslation Start__c"),
    "app/main/translations/de.translation-meta.xml": ("", "translation de"),
    "src/objects/Plan__c.object": ("config", "object Plan"),
    "src/layouts/Plan__c-Plan Layout.layout": ("config", "object Plan, layout Plan Layout"),
    "src/customMetadata/Rate.Default.md": ("config", "custom metadata Rate, record Default"),
    "src/reports/Sales/Won.report": ("config", "report Won in Sales"),
    "src/classes/QuoteService.cls": ("code", "class QuoteService"),
    "src/package.xml": ("", None),
    "docs/quoting.md": ("docs", None),
    "README.md": ("docs", None),
    ".github/workflows/ci.yml": ("", None),
    "src/newTypes/Quote.newType": ("code", None),
    "app/main/tours/Quoting.tour": ("code", None),
    "config/deploymentSettings-prod.json": ("config", None),
    "config/project-scratch-def.json": ("", None),
    "package.json": ("", None),
    "LICENSE": ("", None),
    ".prettierrc": ("", None),
}
DYNAMICS: Mapping[str, tuple[str, str | None]] = {
    "src/Entities/Account/Entity.xml": ("config", "table Account"),
    f"src/Entities/Account/FormXml/main/{{{GUID}}}.xml": ("config", "table Account, main forms"),
    f"src/Entities/Account/SavedQueries/{{{GUID}}}.xml": ("config", "table Account, views"),
    "src/Entities/Account/RibbonDiff.xml": ("config", "table Account, command bar"),
    "src/Other/Relationships/Contact.xml": ("config", "table Contact, relationships"),
    "src/Other/Customizations.xml": ("config", None),
    "src/Other/Solution.xml": ("", None),
    "src/OptionSets/our_stage.xml": ("config", "choice our_stage"),
    f"src/Workflows/Sendquote-{GUID}.json": ("config", "flow Sendquote"),
    f"src/Workflows/Sendquote-{GUID}.json.data.xml": ("config", "flow Sendquote"),
    f"src/Workflows/Approve-{GUID}.xaml": ("config", "process Approve"),
    "src/Roles/Sales rep.xml": ("config", "security role Sales rep"),
    "src/AppModules/our_sales/AppModule.xml": ("config", "app our_sales"),
    "src/CanvasApps/our_quotes_ab12c.meta.xml": ("config", "canvas app our_quotes_ab12c"),
    "src/CanvasApps/src/our_quotes_ab12c/Src/App.fx.yaml": ("config", "canvas app our_quotes_ab12c"),
    "src/environmentvariabledefinitions/our_Url/environmentvariabledefinition.xml": (
        "config",
        "environment variable our_Url",
    ),
    "src/WebResources/our_/js/quote.js": ("code", "web resource quote.js"),
    "src/WebResources/our_/js/quote.js.data.xml": ("code", "web resource quote.js"),
    "src/Controls/our_Gallery/bundle.js": ("code", "control our_Gallery"),
    "Plugins/QuotePlugin.cs": ("code", None),
    "Metadata/Ours/Ours/AxTable/OurQuote.xml": ("config", "table OurQuote"),
    "Metadata/Ours/Ours/AxFormExtension/SalesTable.Ours.xml": ("config", "form extension SalesTable.Ours"),
    "Metadata/Ours/Ours/AxClass/OurQuoteService.xml": ("code", "class OurQuoteService"),
    "Metadata/Ours/Ours/AxSecurityRole/OurClerk.xml": ("config", "security role OurClerk"),
    "Metadata/Ours/Ours/AxMenuItemDisplay/OurQuote.xml": ("config", "menu item OurQuote"),
    "Metadata/Ours/Ours/AxLabelFile/LabelResources/de/Ours.de.label.txt": ("", None),
    "portal/web-templates/header/header.webtemplate.source.html": ("config", None),
    "node_modules/a/index.ts": ("", None),
    "solutions/Sales/solution.yml": ("", None),
    "solutions/Sales/solutioncomponents.yml": ("config", None),
    "publishers/ours/publisher.yml": ("config", None),
    "entities/our_quote/entity.yml": ("config", "table our_quote"),
    "entities/our_quote/attributes/our_discount/attribute.yml": ("config", "table our_quote, column our_discount"),
    "entities/our_quote/formxml/main/main.yml": ("config", "table our_quote, main forms"),
    "entities/our_quote/savedqueries/active/savedquery.yml": ("config", "table our_quote, views"),
    "workflows/approve/workflow.yml": ("config", "flow approve"),
    "roles/SalesRep/role.yml": ("config", "security role SalesRep"),
    "optionsets/our_stage/optionset.yml": ("config", "choice our_stage"),
    "appmodules/our_sales/appmodule.yml": ("config", "app our_sales"),
    "appmodulesitemaps/our_sales/sitemap.yml": ("config", "site map of the app our_sales"),
    "canvasapps/our_app/canvasapp.yml": ("config", "canvas app our_app"),
    "connectionreferences/our_sql/connectionreference.yml": ("config", None),
    "fieldsecurityprofiles/x/fieldsecurityprofile.yml": ("config", "column security profiles"),
    "webresources/our_quote.js/webresource.yml": ("code", None),
    ".github/workflows/build.yml": ("", None),
    ".github/workflows/deploy/action.yml": ("", "flow deploy"),
    "Sales/solution.yml": ("", None),
    "Sales/rootcomponents.yml": ("config", None),
    "Sales/modernflows/approve/flow.yml": ("code", None),
    "Sales/entityrelationships/our_quote_account.yml": ("config", None),
    "Sales/canvasapps/our_app.meta.yml": ("config", "canvas app our_app"),
    "Sales/pluginassemblies/Ours.yml": ("code", "plug-in assembly Ours"),
    "Sales/missingdependencies.yml": ("", None),
    "src/NewParts/our_part.xml": ("code", None),
    "Metadata/Ours/Ours/AxNewKind/OurQuote.xml": ("code", None),
    "deployment/deploymentSettings_prod.json": ("config", None),
    "deployment/prod/settings.json": ("code", None),
    "app/src/Quote.Page.al": ("code", "page Quote"),
    "app/src/Quote.PermissionSet.al": ("code", "permission set Quote"),
    "app/app.json": ("config", None),
    "app/Translations/Ours.de.g.xlf": ("", None),
}
SAP: Mapping[str, tuple[str, str | None]] = {
    ".abapgit.xml": ("config", None),
    "src/quote/zcl_quote.clas.abap": ("code", "class zcl_quote"),
    "src/quote/zcl_quote.clas.xml": ("config", "class zcl_quote"),
    "src/quote/zcl_quote.clas.testclasses.abap": ("", "class zcl_quote"),
    "src/quote/zquote.tabl.xml": ("config", "table or structure zquote"),
    "src/quote/zquote_status.doma.xml": ("config", "domain zquote_status"),
    "src/quote/zi_quote.ddls.asddls": ("code", "CDS view zi_quote"),
    "src/quote/zi_quote.dcls.asdcls": ("code", "access control zi_quote"),
    "src/quote/zquote.fugr.zquote_save.abap": ("code", "function group zquote"),
    "src/quote/zquote.fugr.lzquotetop.xml": ("config", "function group zquote"),
    "src/quote/zva01.tran.xml": ("config", "transaction zva01"),
    "src/quote/package.devc.xml": ("config", "package descriptions"),
    "objects/CLAS/ZCL_QUOTE/CPRI ZCL_QUOTE.abap": ("code", "CLAS ZCL_QUOTE"),
    "objects/TABL/ZQUOTE/TABL ZQUOTE.asx.json": ("config", "TABL ZQUOTE"),
    "objects/TABL/ZQUOTE/FINGERPRINT.json": ("", "TABL ZQUOTE"),
    "tabledata/ZRATES.asx.json": ("config", "table contents ZRATES"),
    "db/schema.cds": ("config", "CDS model schema"),
    "srv/quote-service.js": ("code", None),
    "app/quotes/webapp/manifest.json": ("config", None),
    "app/quotes/webapp/view/List.view.xml": ("config", "view List"),
    "app/quotes/webapp/i18n/i18n_de.properties": ("", None),
    "app/quotes/annotations.cds": ("config", "CDS model annotations"),
    "app/quotes/fiori.html": ("code", None),
    "db/undeploy.json": ("config", None),
    "srv/quote-service.ts": ("code", None),
    "package.json": ("code", None),
    "environments/prod.mtaext": ("config", None),
    "src/quote/zcl_quote.clas.json": ("config", "class zcl_quote"),
    "src/quote/zquote_new.newt.json": ("config", None),
    "src/quote/zquote_new.newt.source.abdl": ("code", None),
    "src/quote/zquote_new.newt.xml": ("config", None),
    "srv/test/quote.test.js": ("code", None),
    "test/quote.test.js": ("", None),
    "docs/cutover.md": ("docs", None),
}
SERVICENOW: Mapping[str, tuple[str, str | None]] = {
    "sn_source_control.properties": ("config", None),
    f"{ID}/sys_app_{ID}.xml": ("config", "application"),
    f"{ID}/checksum.txt": ("", None),
    f"{ID}/dictionary/x_ours_quote.xml": ("config", "table x_ours_quote"),
    f"{ID}/update/sys_dictionary_x_ours_quote_state.xml": ("config", "dictionary entry x_ours_quote_state"),
    f"{ID}/update/sys_script_{ID}.xml": ("config", f"business rule {ID}"),
    f"{ID}/update/sys_script_client_{ID}.xml": ("config", f"client script {ID}"),
    f"{ID}/update/sys_security_acl_{ID}.xml": ("config", f"access control {ID}"),
    f"{ID}/update/sys_ui_policy_action_{ID}.xml": ("config", f"UI policy action {ID}"),
    f"{ID}/update/x_ours_rates_{ID}.xml": ("config", f"record x_ours_rates_{ID}"),
    f"{ID}/author_elective_update/sys_security_acl_{ID}.xml": ("config", f"access control {ID}"),
    "src/fluent/tables/quote.now.ts": ("config", "definition quote"),
    "src/fluent/generated/keys.ts": ("", None),
    "src/server/quote.ts": ("code", None),
    "now.config.json": ("config", None),
    f"{ID}/scope/sys_new_kind_{ID}.xml": ("code", None),
    "src/assets/logo.svg": ("code", None),
    "tsconfig.json": ("", None),
}
IN_HOUSE: Mapping[str, tuple[str, str | None]] = {
    "config/pricing.yml": ("config", None),
    "app/settings.ini": ("config", None),
    "migrations/0001_quote.py": ("config", None),
    "app/quote.py": ("code", None),
    "web/quote.tsx": ("code", None),
    "docs/quote.md": ("docs", None),
    "tests/test_quote.py": ("", None),
    "web/i18n/de.json": ("", None),
    "com/ours/vendor/Vendor.java": ("code", None),
    ".github/workflows/ci.yml": ("", None),
    "readiness-gate.toml": ("", None),
    "rollout/readiness-waivers.toml": ("", None),
    "package-lock.json": ("", None),
    "helpdesk/security/ir.model.access.csv": ("config", "module helpdesk, access rights"),
    "helpdesk/data/ticket.stage.csv": ("code", None),
    "helpdesk/views/ticket.xml": ("config", "module helpdesk, view ticket"),
    "templates/home_page.hbs": ("code", "page home_page"),
    "assets/logo.png": ("code", None),
    "rules/quote.drl": ("code", None),
    "Makefile": ("code", None),
    "CODEOWNERS": ("", None),
}
PLATFORMS: Mapping[str, Mapping[str, tuple[str, str | None]]] = {
    "salesforce": SALESFORCE,
    "dynamics": DYNAMICS,
    "sap": SAP,
    "servicenow": SERVICENOW,
    "in-house": IN_HOUSE,
}


def _git(platform: str) -> GitSettings:
    return loaded(BEGIN.replace('["starter"]', f'["starter", "platforms/{platform}"]')).settings.git


def test_every_platform_is_tried_here() -> None:
    """A pack without paths of its own in this file would be one that nobody looked at."""
    assert {f"platforms/{name}" for name in PLATFORMS} == set(platforms())


@pytest.mark.parametrize("platform", PLATFORMS)
def test_files_are_what_the_platform_takes_them_for(platform: str) -> None:
    """Configuration, code, a document, or nothing that training is about; what is both is configuration first."""
    paths = _git(platform).paths
    found = {path: next((name for name in SETS if path in paths.named(name)), "") for path in PLATFORMS[platform]}
    assert found == {path: kind for path, (kind, _) in PLATFORMS[platform].items()}


@pytest.mark.parametrize("platform", PLATFORMS)
def test_components_are_called_as_people_call_them(platform: str) -> None:
    """By the words of the platform; what has no name there is told by its folder."""
    components = Components(_git(platform).components)
    found = {path: components.named(path) for path in PLATFORMS[platform]}
    assert found == {path: name for path, (_, name) in PLATFORMS[platform].items()}


@pytest.mark.parametrize("platform", [name for name in PLATFORMS if name != "in-house"])
def test_a_repository_tells_its_platform(platform: str) -> None:
    """By files that no other platform has."""
    assert detected(PLATFORMS[platform]) == [f"platforms/{platform}"]


@pytest.mark.parametrize(
    ("paths", "found"),
    [
        (IN_HOUSE, [OTHERWISE]),
        ([], [OTHERWISE]),
        (["Sales/solution.yml"], ["platforms/dynamics"]),
        (["app/src/Quote.Page.al", "app/app.json"], ["platforms/dynamics"]),
        (["db/schema.cds", "package.json"], ["platforms/sap"]),
        (["src/zcl_quote.clas.json"], ["platforms/sap"]),
        (["package.xml", "update/a.xml", "Entities/Account.cs", "src/a.xml", "objects/a.py"], [OTHERWISE]),
        ([*SAP, *SALESFORCE], ["platforms/salesforce", "platforms/sap"]),
    ],
    ids=["in-house", "nothing", "yaml", "business-central", "cap-without-mta", "abap-files", "only-alike", "two"],
)
def test_a_repository_without_a_platform_is_of_ones_own(paths: list[str], found: list[str]) -> None:
    """What only looks alike is none; a repository of two is of both."""
    assert detected(paths) == found


@pytest.mark.parametrize("platform", [name for name in PLATFORMS if name != "in-house"])
def test_rules_of_a_platform_look_at_what_it_takes_for_configuration_or_code(platform: str) -> None:
    """Each of them matches some of the paths here, and nothing but configuration or code."""
    text = BEGIN.replace('["starter"]', f'["starter", "platforms/{platform}"]')
    git, rules = loaded(text).settings.git, loaded(text).gates["go-live"].rules
    own = [rule for rule in rules if rule.id[:3] in ("SFC", "DYN", "SAP", "SNW")]
    assert len(own) == 2
    for rule in own:
        globs = rule.parameters["paths"]
        assert isinstance(globs, tuple)
        matched = git.paths.listed(globs).of(PLATFORMS[platform])
        assert matched
        assert git.paths.named("config+code").of(matched) == matched
