-- Grants and row-level security of what came with official nature (0005).

GRANT SELECT, INSERT, UPDATE, DELETE ON
    unit, register_source, layer_import, visitor_fact, picture, notice, fault_report, observation,
    sensitive_area
    TO geostories_app;

-- Append-only: what an editor changed can be undone, not unwritten.
GRANT SELECT, INSERT ON revision TO geostories_app;

-- Public to read, for the municipality's editors to write.

ALTER TABLE visitor_fact ENABLE ROW LEVEL SECURITY;
ALTER TABLE visitor_fact FORCE ROW LEVEL SECURITY;
CREATE POLICY reads ON visitor_fact FOR SELECT USING ((SELECT scope_reads_public()));
CREATE POLICY municipality ON visitor_fact
    USING ((SELECT scope_kind()) = 'municipality' AND municipality_id = (SELECT scope_id()))
    WITH CHECK ((SELECT scope_kind()) = 'municipality' AND municipality_id = (SELECT scope_id()));
CREATE POLICY operator ON visitor_fact
    USING ((SELECT scope_kind()) = 'operator') WITH CHECK ((SELECT scope_kind()) = 'operator');

ALTER TABLE picture ENABLE ROW LEVEL SECURITY;
ALTER TABLE picture FORCE ROW LEVEL SECURITY;
CREATE POLICY reads ON picture FOR SELECT
    USING (removed_at IS NULL AND (SELECT scope_reads_public()));
CREATE POLICY municipality ON picture
    USING ((SELECT scope_kind()) = 'municipality' AND municipality_id = (SELECT scope_id()))
    WITH CHECK ((SELECT scope_kind()) = 'municipality' AND municipality_id = (SELECT scope_id()));
CREATE POLICY operator ON picture
    USING ((SELECT scope_kind()) = 'operator') WITH CHECK ((SELECT scope_kind()) = 'operator');

ALTER TABLE notice ENABLE ROW LEVEL SECURITY;
ALTER TABLE notice FORCE ROW LEVEL SECURITY;
CREATE POLICY reads ON notice FOR SELECT USING ((SELECT scope_reads_public()));
CREATE POLICY municipality ON notice
    USING ((SELECT scope_kind()) = 'municipality' AND municipality_id = (SELECT scope_id()))
    WITH CHECK ((SELECT scope_kind()) = 'municipality' AND municipality_id = (SELECT scope_id()));
CREATE POLICY operator ON notice
    USING ((SELECT scope_kind()) = 'operator') WITH CHECK ((SELECT scope_kind()) = 'operator');

-- What other authorities say of today: the worker writes it.

ALTER TABLE observation ENABLE ROW LEVEL SECURITY;
ALTER TABLE observation FORCE ROW LEVEL SECURITY;
CREATE POLICY reads ON observation FOR SELECT USING ((SELECT scope_reads_public()));
CREATE POLICY operator ON observation
    USING ((SELECT scope_kind()) = 'operator') WITH CHECK ((SELECT scope_kind()) = 'operator');

-- The editors' desk.

ALTER TABLE unit ENABLE ROW LEVEL SECURITY;
ALTER TABLE unit FORCE ROW LEVEL SECURITY;
CREATE POLICY municipality ON unit
    USING ((SELECT scope_kind()) = 'municipality' AND municipality_id = (SELECT scope_id()))
    WITH CHECK ((SELECT scope_kind()) = 'municipality' AND municipality_id = (SELECT scope_id()));
CREATE POLICY operator ON unit
    USING ((SELECT scope_kind()) = 'operator') WITH CHECK ((SELECT scope_kind()) = 'operator');

ALTER TABLE register_source ENABLE ROW LEVEL SECURITY;
ALTER TABLE register_source FORCE ROW LEVEL SECURITY;
CREATE POLICY municipality ON register_source
    USING ((SELECT scope_kind()) = 'municipality' AND municipality_id = (SELECT scope_id()))
    WITH CHECK ((SELECT scope_kind()) = 'municipality' AND municipality_id = (SELECT scope_id()));
CREATE POLICY operator ON register_source
    USING ((SELECT scope_kind()) = 'operator') WITH CHECK ((SELECT scope_kind()) = 'operator');

ALTER TABLE layer_import ENABLE ROW LEVEL SECURITY;
ALTER TABLE layer_import FORCE ROW LEVEL SECURITY;
CREATE POLICY municipality ON layer_import
    USING ((SELECT scope_kind()) = 'municipality' AND municipality_id = (SELECT scope_id()))
    WITH CHECK ((SELECT scope_kind()) = 'municipality' AND municipality_id = (SELECT scope_id()));
CREATE POLICY operator ON layer_import
    USING ((SELECT scope_kind()) = 'operator') WITH CHECK ((SELECT scope_kind()) = 'operator');

ALTER TABLE revision ENABLE ROW LEVEL SECURITY;
ALTER TABLE revision FORCE ROW LEVEL SECURITY;
CREATE POLICY municipality ON revision
    USING ((SELECT scope_kind()) = 'municipality' AND municipality_id = (SELECT scope_id()))
    WITH CHECK ((SELECT scope_kind()) = 'municipality' AND municipality_id = (SELECT scope_id()));
CREATE POLICY operator ON revision
    USING ((SELECT scope_kind()) = 'operator') WITH CHECK ((SELECT scope_kind()) = 'operator');

ALTER TABLE sensitive_area ENABLE ROW LEVEL SECURITY;
ALTER TABLE sensitive_area FORCE ROW LEVEL SECURITY;
CREATE POLICY municipality ON sensitive_area
    USING ((SELECT scope_kind()) = 'municipality' AND municipality_id = (SELECT scope_id()))
    WITH CHECK ((SELECT scope_kind()) = 'municipality' AND municipality_id = (SELECT scope_id()));
CREATE POLICY operator ON sensitive_area
    USING ((SELECT scope_kind()) = 'operator') WITH CHECK ((SELECT scope_kind()) = 'operator');

-- A visitor sees what they have reported themselves; whoever holds a report's link reads that one.

ALTER TABLE fault_report ENABLE ROW LEVEL SECURITY;
ALTER TABLE fault_report FORCE ROW LEVEL SECURITY;
CREATE POLICY reporter ON fault_report
    USING ((SELECT scope_kind()) = 'person' AND reporter_id = (SELECT scope_id()))
    WITH CHECK ((SELECT scope_kind()) = 'person' AND reporter_id = (SELECT scope_id()));
CREATE POLICY link ON fault_report FOR SELECT
    USING ((SELECT scope_kind()) = 'link' AND id = (SELECT scope_id()));
CREATE POLICY municipality ON fault_report
    USING ((SELECT scope_kind()) = 'municipality' AND municipality_id = (SELECT scope_id()))
    WITH CHECK ((SELECT scope_kind()) = 'municipality' AND municipality_id = (SELECT scope_id()));
CREATE POLICY operator ON fault_report
    USING ((SELECT scope_kind()) = 'operator') WITH CHECK ((SELECT scope_kind()) = 'operator');
