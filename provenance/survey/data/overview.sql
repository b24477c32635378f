SELECT
    count(*) FILTER (role = 'subject') AS subjects,
    count(*) FILTER (role = 'subject' AND state = 'read') AS read,
    count(*) FILTER (role = 'subject' AND state = 'removed') AS removed,
    count(*) FILTER (role = 'base') AS bases,
    count(*) FILTER (role = 'dataset') AS datasets,
    count(*) FILTER (role = 'subject' AND worst IN ('critical', 'high')) AS high
FROM artefact
