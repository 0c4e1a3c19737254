/** Judges a gate of readiness-gate. Returns 'go'; anything else ends the build with an error.
 *
 * Options: milestone, policyBranch (required, such as 'main'), config, package (what pip installs; '' where the agent has
 * the command), jiraCredentials and gitCredentials (ids of credentials with user name and password), minutes,
 * unstable (true: a no-go or an undecided gate only makes the build unstable, and is returned).
 */
def call(Map options = [:]) {
    def known = ['milestone', 'policyBranch', 'config', 'package', 'jiraCredentials', 'gitCredentials', 'minutes', 'unstable']
    def unknown = options.keySet() - known
    if (unknown) {
        error("readinessGate has no option ${unknown.join(', ')}")
    }
    if (!options.policyBranch) {
        error('readinessGate: policyBranch is missing. Give the branch whose policy judges, such as main')
    }
    def secrets = []
    if (options.jiraCredentials) {
        secrets << usernamePassword(
            credentialsId: options.jiraCredentials, usernameVariable: 'JIRA_EMAIL', passwordVariable: 'JIRA_TOKEN')
    }
    if (options.gitCredentials) {
        secrets << gitUsernamePassword(credentialsId: options.gitCredentials)
    }
    def settings = [
        "RG_MILESTONE=${options.milestone ?: ''}",
        "RG_POLICY_BRANCH=${options.policyBranch}",
        "RG_CONFIG=${options.config ?: ''}",
        "RG_PACKAGE=${options.package == null ? 'git+https://github.com/OWNER/readiness-gate@VERSION' : options.package}",
        'RG_OUT=readiness-gate-reports',
    ]
    def code = null
    try {
        timeout(time: options.minutes ?: 30, unit: 'MINUTES') {
            withEnv(settings) {
                withCredentials(secrets) {
                    code = sh(label: 'Readiness gate', returnStatus: true, script: gateScript())
                }
            }
        }
    } finally {
        junit(testResults: 'readiness-gate-reports/junit.xml', allowEmptyResults: true, skipMarkingBuildUnstable: true)
        archiveArtifacts(artifacts: 'readiness-gate-reports/*', allowEmptyArchive: true)
    }
    if (code == 0) {
        return 'go'
    }
    if (code != 1 && code != 3) {
        error("readiness-gate ended with ${code}: nothing was decided")
    }
    def decision = code == 1 ? 'no-go' : 'undecided'
    if (options.unstable != true) {
        error("readiness-gate: ${decision}")
    }
    unstable("readiness-gate: ${decision}")
    return decision
}

/** The script that runs on the agent. In single quotes: what the options say reaches it as variables only. */
private static String gateScript() {
    return '''#!/bin/sh
unset READINESS_GATE_CONFIG READINESS_GATE_POLICY_REF
# From here on it is the same for every host. Nothing ends with 0 but a go, and nothing with 1 but a no-go.
set +e -u
out="${RG_OUT:-readiness-gate-reports}"
give_up() {
  printf 'readiness-gate: %s Nothing was decided.\n' "$1" >&2
  exit 3
}
# Reports of an earlier run are none of this one, and a run that is killed has decided nothing.
mkdir -p "$out" || give_up "The folder $out cannot be made."
for name in decision.env verdict.json junit.xml summary.md gate.env report.txt errors.txt; do
  rm -f "$out/$name" || give_up "The old $out/$name cannot be removed."
done
printf 'READINESS_GATE_DECISION=error\n' > "$out/decision.env" || give_up "The folder $out cannot be written."
[ -n "${RG_POLICY_BRANCH:-}" ] || give_up "The branch whose policy judges is missing."
if [ -z "${RG_PACKAGE:-}" ]; then
  command -v readiness-gate > /dev/null || give_up "The command readiness-gate is not installed here."
  set -- readiness-gate
else
  env="$(mktemp -d)" || give_up "No temporary folder can be made."
  (
    unset JIRA_TOKEN JIRA_EMAIL
    python3 -I -m venv "$env" &&
      "$env/bin/python" -I -m pip install --quiet --disable-pip-version-check -- "$RG_PACKAGE"
  ) || give_up "The package $RG_PACKAGE cannot be installed."
  set -- "$env/bin/python" -I -m readiness_gate
fi
# The whole history, and the branch whose policy judges, as it is now.
[ "$(git rev-parse --is-shallow-repository)" = false ] ||
  (unset JIRA_TOKEN JIRA_EMAIL && git fetch --quiet --unshallow --tags origin) ||
  give_up "The history is not complete, and cannot be fetched from origin."
[ "$(git rev-parse --is-shallow-repository)" = false ] || give_up "The history is still not complete."
[ -z "${RG_POLICY_BRANCH:-}" ] ||
  (
    unset JIRA_TOKEN JIRA_EMAIL
    git fetch --quiet origin "+refs/heads/$RG_POLICY_BRANCH:refs/remotes/origin/$RG_POLICY_BRANCH"
  ) || give_up "The branch $RG_POLICY_BRANCH cannot be fetched from origin."
set -- "$@" check --format text --output "$out/report.txt" --format json --output "$out/verdict.json"
set -- "$@" --format junit --output "$out/junit.xml" --format markdown --output "$out/summary.md"
set -- "$@" --format dotenv --output "$out/gate.env"
[ -z "${RG_CONFIG:-}" ] || set -- "$@" "--config=$RG_CONFIG"
[ -z "${RG_POLICY_BRANCH:-}" ] || set -- "$@" "--policy-ref=refs/remotes/origin/$RG_POLICY_BRANCH"
[ -z "${RG_MILESTONE:-}" ] || set -- "$@" -- "$RG_MILESTONE"
"$@" > "$out/errors.txt" 2>&1
code=$?
# Titles of issues must not command the host: some obey lines with ##.
cat "$out/report.txt" "$out/errors.txt" 2> /dev/null | sed 's/##/# #/g'
case "$code" in
  0) decision=go ;;
  1) decision=no-go ;;
  3) decision=undecided ;;
  *)
    printf 'readiness-gate: exit code %s. Nothing was decided.\n' "$code" >&2
    exit "$code"
    ;;
esac
# An exit code without a verdict behind it is none.
for name in verdict.json junit.xml summary.md report.txt; do
  [ -s "$out/$name" ] || give_up "There is no $out/$name."
done
grep -qx "READINESS_GATE_DECISION=$decision" "$out/gate.env" || give_up "The verdict does not say $decision."
mv -f "$out/gate.env" "$out/decision.env" || give_up "$out/decision.env cannot be written."
exit "$code"
'''
}
