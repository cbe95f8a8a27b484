-- Back to waiting that nobody is told of.

DROP TABLE closure;
ALTER TABLE case_file DROP COLUMN alarmed_for;
