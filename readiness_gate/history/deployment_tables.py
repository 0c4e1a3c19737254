"""The tables of requests to go ahead, and every statement on them."""

TABLES = (
    """CREATE TABLE deployments (
  number BIGINT NOT NULL PRIMARY KEY,
  delivery TEXT NOT NULL UNIQUE,
  content TEXT NOT NULL UNIQUE,
  repository TEXT NOT NULL,
  installation BIGINT NOT NULL,
  environment TEXT NOT NULL,
  run BIGINT NOT NULL,
  deployment BIGINT NOT NULL,
  sha TEXT NOT NULL,
  received_at BIGINT NOT NULL
)""",
    """CREATE TABLE deployment_steps (
  deployment BIGINT NOT NULL REFERENCES deployments (number),
  place BIGINT NOT NULL,
  what TEXT NOT NULL,
  state TEXT NOT NULL,
  taken_at BIGINT NOT NULL,
  held_until BIGINT NOT NULL,
  why TEXT NOT NULL,
  PRIMARY KEY (deployment, place)
)""",
)
"""The statements of one schema version."""
SERVICES = (
    "ALTER TABLE deployments ADD COLUMN service TEXT NOT NULL DEFAULT 'github'",
    "ALTER TABLE deployments ADD COLUMN address TEXT NOT NULL DEFAULT ''",
)
"""The statements of the next schema version: before it, only GitHub sent requests."""

COLUMNS = (
    "delivery, content, repository, installation, environment, run, deployment, sha, received_at, service, address"
)
VALUES = ", ".join(f":{name}" for name in COLUMNS.split(", "))
ADD = f"INSERT INTO deployments (number, {COLUMNS}) VALUES (:number, {VALUES})"  # noqa: S608 - constants
ADD_STEP = (
    "INSERT INTO deployment_steps (deployment, place, what, state, taken_at, held_until, why) "
    "VALUES (:deployment, :place, :what, :state, :taken_at, :held_until, :why)"
)
SAME = "SELECT number FROM deployments WHERE delivery = :delivery OR content = :content"
LAST = "SELECT COALESCE(MAX(number), 0) FROM deployments"
OPEN = (
    f"SELECT number, {COLUMNS} FROM deployments AS asked WHERE COALESCE((SELECT step.what "  # noqa: S608 - constants
    "FROM deployment_steps AS step WHERE step.deployment = asked.number ORDER BY step.place DESC LIMIT 1), '') "
    "NOT IN ('answered', 'given-up', 'superseded', 'unclear') ORDER BY number"
)
_OF_STEP = "SELECT place, what, state, taken_at, held_until, why FROM deployment_steps WHERE deployment = :number "
ALL_STEPS = f"{_OF_STEP} ORDER BY place"
STEPS = (
    f"{_OF_STEP} AND place >= COALESCE((SELECT place FROM deployment_steps WHERE deployment = :number "  # noqa: S608 - constants
    "AND what = 'watched' ORDER BY place DESC LIMIT 1), 1) ORDER BY place"
)
"""The steps since the gate of a watched approval was last go: an approval that is watched for weeks has thousands."""
LATER = (
    "SELECT number FROM deployments WHERE number > :number AND service = :service AND repository = :repository "
    "AND run = :run AND environment = :environment AND sha LIKE :commit LIMIT 1"
)
LATER_ANSWER = (
    "SELECT number FROM deployments AS asked WHERE number > :number AND service = :service "
    "AND repository = :repository AND run = :run AND environment = :environment AND sha LIKE :commit "
    "AND EXISTS (SELECT 1 FROM deployment_steps AS step WHERE step.deployment = asked.number "
    "AND step.what IN ('answered', 'watched')) LIMIT 1"
)
REPEATED = "SELECT number FROM deployments WHERE content = :content OR content LIKE :again ORDER BY number"
ALL = f"SELECT number, {COLUMNS} FROM deployments ORDER BY number"  # noqa: S608 - constants
