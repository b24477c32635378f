SELECT rule, any_value(severity ORDER BY severity) AS severity, count(DISTINCT id) AS models
FROM finding
GROUP BY rule
ORDER BY models DESC, rule
LIMIT 20
