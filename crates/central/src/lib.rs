//! The endpoint: routes, use cases, storage; bin cacah-central.
