SELECT
    org,
    count(*) FILTER (worst IN ('critical', 'high')) AS high,
    count(*) FILTER (worst = 'medium') AS medium,
    count(*) FILTER (worst IN ('low', 'info')) AS low,
    count(*) FILTER (worst = 'none') AS clean,
    count(*) FILTER (worst = 'unread') AS unread
FROM artefact
WHERE role = 'subject' AND state <> 'removed'
GROUP BY org
ORDER BY high DESC, medium DESC, low DESC, org
LIMIT 20
