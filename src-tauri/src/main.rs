//! The desktop shell: a window, paths and the command adapter.
fn main() {}
