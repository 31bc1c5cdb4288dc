//! Stories across crates, conformance, faults and the real window.
