-- Back to visits that nobody counts.

DROP TABLE visit_count;
DROP TABLE visitor_mark;
DROP TABLE day_salt;
