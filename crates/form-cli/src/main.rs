//! cacah-form, the tool of those who write forms.
fn main() {}
