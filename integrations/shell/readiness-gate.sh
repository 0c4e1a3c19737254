#!/bin/sh
# Judge a gate of readiness-gate and end as it does: 0 is a go, everything else is not. Installs nothing.
#
# Variables, all optional:
#   RG_MILESTONE      the milestone; by default the next one
#   RG_POLICY_BRANCH  the branch of origin whose rules, waivers and people files judge, such as main; by default those of
#                     the work tree, which a change can edit
#   RG_CONFIG         the configuration; by default readiness-gate.toml, searched upward
#   RG_OUT            the folder of the reports; by default readiness-gate-reports
#   JIRA_EMAIL, JIRA_TOKEN   for a live Jira
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
command -v readiness-gate > /dev/null || give_up "The command readiness-gate is not installed here."
set -- readiness-gate
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
