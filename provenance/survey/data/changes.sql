WITH now AS (SELECT * FROM artefact WHERE role = 'subject'),
before AS (SELECT * FROM earlier_artefact WHERE role = 'subject')
SELECT
    count(*) FILTER (before.id IS NULL) AS added,
    count(*) FILTER (now.state = 'removed' AND before.state <> 'removed') AS removed,
    count(*) FILTER (now.revision <> before.revision AND now.state = 'read') AS moved,
    count(*) FILTER (now.licence_name <> before.licence_name AND now.state = 'read') AS licence,
    count(*) FILTER (now.worst <> before.worst AND now.state = 'read') AS worst
FROM now LEFT JOIN before USING (hub, kind, id)
