"""An archive package: cases as files, described by METS with checksums, and its reader."""
