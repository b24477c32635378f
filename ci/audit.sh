#!/usr/bin/env bash
# The audit of action.yml: options come from the environment, annotations go to the log, reports to files, and a summary
# to the page of the job. Ends with the status of `provenance audit`.
set -uo pipefail

name=${PROVENANCE_REPORT:-provenance}
arguments=(--format github)
for format in json sarif junit; do
    arguments+=(--output "$format=$name.$format")
done
arguments+=(--output "markdown=$name.md")
[ -z "${PROVENANCE_MANIFEST:-}" ] || arguments+=(--manifest "$PROVENANCE_MANIFEST")
[ -z "${PROVENANCE_CONFIG:-}" ] || arguments+=(--config "$PROVENANCE_CONFIG")
[ -z "${PROVENANCE_FAIL_ON:-}" ] || arguments+=(--fail-on "$PROVENANCE_FAIL_ON")
[ -z "${PROVENANCE_HUB:-}" ] || arguments+=(--hub "$PROVENANCE_HUB")
[ "${PROVENANCE_LOCKED:-false}" != true ] || arguments+=(--locked)
read -r -d '' -a refs <<<"${PROVENANCE_REFS:-}" || true

rm -f "$name.json" "$name.sarif" "$name.junit" "$name.md"
provenance audit "${arguments[@]}" -- ${refs[@]+"${refs[@]}"}  # an empty list is unset for old shells
status=$?

if [ -f "$name.md" ]; then
    cat "$name.md"
else
    echo "provenance wrote no report (exit status $status): the log of the job says why."
fi >>"${GITHUB_STEP_SUMMARY:-/dev/null}"
{
    echo "status=$status"
    [ ! -f "$name.sarif" ] || echo "sarif=$name.sarif"
    [ ! -f "$name.json" ] || echo "json=$name.json"
} >>"${GITHUB_OUTPUT:-/dev/null}"
exit "$status"
