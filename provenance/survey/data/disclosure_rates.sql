SELECT
    question,
    count(*) FILTER (grade = 'disclosed') AS disclosed,
    count(*) FILTER (grade = 'partial') AS partial,
    count(*) FILTER (grade IN ('absent', 'placeholder')) AS absent,
    count(*) FILTER (grade = 'unread') AS unread
FROM disclosure
WHERE grade <> 'not-applicable'
GROUP BY question
ORDER BY (disclosed + partial) / count(*), question
