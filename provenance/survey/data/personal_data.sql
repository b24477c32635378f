WITH stated AS (
    SELECT id, id AS source, unnest(personal_data) AS kind FROM artefact WHERE role = 'subject'
    UNION ALL
    SELECT edge.child AS id, edge.parent AS source, unnest(personal_data) AS kind
    FROM edge JOIN artefact
      ON artefact.id = edge.parent AND artefact.kind = edge.parent_kind
    WHERE edge.relation = 'dataset' AND edge.child IN (SELECT id FROM artefact WHERE role = 'subject')
)
SELECT
    kind,
    count(DISTINCT id) FILTER (id = source) AS own,
    count(DISTINCT id) FILTER (id <> source) AS by_dataset
FROM stated
GROUP BY kind
ORDER BY own + by_dataset DESC, kind
