WITH now AS (SELECT * FROM artefact WHERE role = 'subject'),
before AS (SELECT * FROM earlier_artefact WHERE role = 'subject')
SELECT
    coalesce(now.id, before.id) AS id,
    coalesce(before.state, '-') AS state_before, now.state AS state_now,
    coalesce(before.licence_name, '-') AS licence_before, now.licence_name AS licence_now,
    coalesce(before.worst, '-') AS worst_before, now.worst AS worst_now
FROM now LEFT JOIN before USING (hub, kind, id)
WHERE before.id IS NULL OR now.state <> before.state OR now.licence_name <> before.licence_name
   OR now.worst <> before.worst
ORDER BY id
LIMIT 100
