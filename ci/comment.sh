#!/usr/bin/env bash
# One comment of the audit on a pull request, which later runs update. Needs `gh`, GH_TOKEN with leave to write to pull
# requests, GITHUB_REPOSITORY and PULL_REQUEST; PROVENANCE_REPORT is the path of the reports without their endings.
set -euo pipefail

marker="<!-- provenance-audit -->"
report="${PROVENANCE_REPORT:-provenance}.md"
# GitHub takes 65,536 characters; a character has up to four bytes.
limit=60000

[ -n "${PULL_REQUEST:-}" ] || { echo "no pull request: no comment"; exit 0; }
[ -f "$report" ] || { echo "no $report: no comment"; exit 0; }

body=$(mktemp)
trap 'rm -f "$body"' EXIT
{
    echo "$marker"
    head -c "$limit" "$report"
    if [ "$(wc -c <"$report")" -gt "$limit" ]; then
        printf '\n\nThe report is longer: the page of the job has all of it.\n'
    fi
} >"$body"

comments="repos/$GITHUB_REPOSITORY/issues/$PULL_REQUEST/comments"
earlier=$(gh api --paginate "$comments" --jq ".[] | select(.body | startswith(\"$marker\")) | .id" | head -n 1)
if [ -n "$earlier" ]; then
    gh api --silent --method PATCH "repos/$GITHUB_REPOSITORY/issues/comments/$earlier" --field "body=@$body"
else
    gh api --silent --method POST "$comments" --field "body=@$body"
fi
