SELECT gap.reason AS reason, count(DISTINCT id) AS artefacts, count(*) AS places
FROM (SELECT id, unnest(gaps) AS gap FROM artefact)
GROUP BY reason
ORDER BY artefacts DESC, reason
