WITH RECURSIVE step AS (
    SELECT DISTINCT child, parent FROM edge WHERE relation NOT IN ('dataset', 'code') AND child <> parent
),
ancestor AS (
    SELECT child AS model, parent AS base FROM step
    UNION
    SELECT ancestor.model, step.parent FROM ancestor JOIN step ON step.child = ancestor.base
),
family AS (
    SELECT model, base FROM ancestor WHERE base NOT IN (SELECT child FROM step)
),
told AS (
    SELECT child AS model, bool_and(terms_compared) AS compared
    FROM edge WHERE relation NOT IN ('dataset', 'code') GROUP BY child
),
drift AS (
    SELECT DISTINCT id AS model FROM finding WHERE rule = 'LIN020'
)
SELECT
    family.base AS family,
    count(*) FILTER (family.model IN (SELECT model FROM drift)) AS drops,
    count(*) FILTER (family.model NOT IN (SELECT model FROM drift) AND told.compared) AS keeps,
    count(*) FILTER (family.model NOT IN (SELECT model FROM drift) AND NOT told.compared) AS untold
FROM family
JOIN told USING (model)
WHERE family.model IN (SELECT id FROM artefact WHERE role = 'subject' AND state = 'read')
GROUP BY family.base
ORDER BY drops DESC, untold DESC, keeps DESC, family
LIMIT 20
