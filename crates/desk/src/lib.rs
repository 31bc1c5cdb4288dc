//! The use cases of the desktop over a Host; bin cacah-desk speaks them as JSON lines.
