SELECT
    question,
    count(*) FILTER (grade = 'disclosed') AS disclosed,
    count(*) FILTER (grade = 'partial') AS partial,
    count(*) FILTER (grade IN ('absent', 'placeholder')) AS absent,
    count(*) FILTER (grade IN ('unread', 'unknown')) AS unread
FROM (
    UNPIVOT (
        SELECT q_filtering, q_finetuning, q_redteam
        FROM artefact WHERE role = 'subject' AND state <> 'removed'
    )
    ON q_filtering, q_finetuning, q_redteam INTO NAME question VALUE grade
)
GROUP BY question
ORDER BY question
