//! The direction of dependencies in `design.md`: what is not drawn is forbidden.

use std::collections::{BTreeMap, BTreeSet};

use cargo_metadata::{DependencyKind, MetadataCommand, Package};

/// The drawing: who may use whom directly; whatever lies below those is allowed too.
const ARROWS: &[(&str, &[&str])] = &[
    ("src-tauri", &["desk"]),
    ("desk", &["sync", "wire", "print", "regions", "keying"]),
    ("keying", &["family"]),
    ("sync", &["store", "wire"]),
    ("store", &["form", "family"]),
    ("wire", &["family"]),
    ("central", &["wire", "form", "family", "keying", "ranking", "print", "export", "regions"]),
    ("form-cli", &["form", "family", "regions"]),
    ("form", &[]),
    ("family", &[]),
    ("ranking", &[]),
    ("print", &[]),
    ("export", &[]),
    ("regions", &[]),
];

/// Packages that exist for development alone: they may use everything, and only each other and
/// dev-dependencies may use them.
const DEVELOPMENT: &[&str] = &["testkit", "tests", "xtask"];

/// Everything `package` may use, directly or below.
fn allowed(package: &str) -> BTreeSet<&'static str> {
    let arrows: BTreeMap<_, _> = ARROWS.iter().copied().collect();
    let mut open: Vec<&str> = arrows.get(package).copied().unwrap_or_default().to_vec();
    let mut seen = BTreeSet::new();
    while let Some(next) = open.pop() {
        if seen.insert(next) {
            open.extend(arrows.get(next).copied().unwrap_or_default());
        }
    }
    seen
}

/// Dependencies of ours that the drawing does not allow, as `from → to`.
fn forbidden<'a>(edges: impl IntoIterator<Item = (&'a str, &'a str)>) -> Vec<String> {
    edges
        .into_iter()
        .filter(|(from, to)| !DEVELOPMENT.contains(from) && !allowed(from).contains(to))
        .map(|(from, to)| format!("{from} → {to}"))
        .collect()
}

fn workspace() -> Vec<Package> {
    let manifest = concat!(env!("CARGO_MANIFEST_DIR"), "/../Cargo.toml");
    MetadataCommand::new()
        .manifest_path(manifest)
        .no_deps()
        .exec()
        .expect("cargo metadata")
        .packages
}

/// The folder's name, from the package's (`cacah-store`).
fn ours(package: &str) -> Option<&str> {
    package.strip_prefix("cacah-")
}

#[test]
fn dependencies_point_the_way_the_design_draws() {
    let packages = workspace();
    let edges = packages.iter().flat_map(|package| {
        let from = ours(&package.name).expect("every package is cacah-<folder>");
        package
            .dependencies
            .iter()
            .filter(|dependency| dependency.kind != DependencyKind::Development)
            .filter_map(move |dependency| Some((from, ours(&dependency.name)?)))
    });
    let broken = forbidden(edges);
    assert!(broken.is_empty(), "design.md does not draw: {broken:?}");
}

#[test]
fn every_package_is_drawn() {
    for package in workspace() {
        let name = ours(&package.name).unwrap().to_owned();
        let drawn = ARROWS.iter().any(|(from, _)| *from == name);
        assert!(drawn || DEVELOPMENT.contains(&&*name), "draw {name} in design.md and here");
    }
}

#[test]
fn a_wrong_arrow_is_seen() {
    assert_eq!(
        forbidden([("store", "wire"), ("wire", "store"), ("form", "family"), ("desk", "testkit")]),
        ["store → wire", "wire → store", "form → family", "desk → testkit"],
    );
    assert!(forbidden([("src-tauri", "family"), ("desk", "wire"), ("tests", "store")]).is_empty());
}
