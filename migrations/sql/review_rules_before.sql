DROP POLICY held ON statement_of_reasons;
DROP POLICY held ON decision;
DELETE FROM statement_of_reasons WHERE decision_id IN
    (SELECT id FROM decision WHERE action IN ('hold', 'mask', 'redact', 'blur', 'move'));
DELETE FROM decision WHERE action IN ('hold', 'mask', 'redact', 'blur', 'move');
ALTER TABLE decision DROP CONSTRAINT ck_decision_decisionaction;
ALTER TABLE decision ADD CONSTRAINT ck_decision_decisionaction
    CHECK (action IN ('publish', 'request_changes', 'reject', 'hide', 'restore', 'dismiss',
                      'correct', 'forward', 'uphold', 'reverse', 'undo'));
ALTER TABLE collection DROP COLUMN rule_hits;
ALTER TABLE comment DROP COLUMN rule_hits;
DROP FUNCTION review_rules_of(uuid);
DROP TABLE review_rule;
