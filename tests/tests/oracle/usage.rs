//! A program that uses every public item of a vendor's module by its full type, so that a changed type does not compile.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use quote::ToTokens;
use syn::{Fields, FnArg, ImplItem, Item, ReturnType, Type, UseTree, Visibility};
use webhook_codegen::OutputTree;

/// The private module of types that other modules reexport.
const COMMON: &str = "common";

/// The beginning of the files of shared definitions.
const SHARED: &str = "shared/";

/// The program for all modules with the prefix `mark`, to be compiled against the baseline and the current crate.
pub(crate) fn program(tree: &OutputTree, mark: &str) -> String {
    let public = public_of_support(tree);
    let mut program = String::from("#![allow(warnings)]\nfn main() {}\n");
    for (path, _) in tree.iter() {
        let Some((vendor, file)) =
            vendor_and_file(path).filter(|(vendor, _)| vendor.starts_with(mark))
        else {
            continue;
        };
        if file == COMMON {
            // Used under the names that other modules give to its types.
            continue;
        }
        let Some(mut items) = items_of(tree, vendor, file) else {
            continue;
        };
        let of_vendor = tree.get(&format!("src/{vendor}/mod.rs"));
        let is_public = of_vendor.is_some_and(|text| text.contains(&format!("\npub mod {file};")));
        let module_path = match file {
            _ if file.starts_with(SHARED) => format!("webhook_events::{vendor}::shared"),
            _ if !is_public => format!("webhook_events::{vendor}"),
            _ => format!("webhook_events::{vendor}::{file}"),
        };
        if let Some(common) = items_of(tree, vendor, COMMON) {
            items = with_reexported(items, &common);
        }
        let mut usage = Usage {
            vendor,
            module_path: &module_path,
            text: String::new(),
            count: 0,
        };
        usage.imports(&items, &public);
        for item in &items {
            usage.item(item);
        }
        let _ = write!(
            program,
            "mod {vendor}_{} {{\n{}}}\n",
            file.replace('/', "_"),
            usage.text
        );
    }
    program
}

/// The items of `src/<vendor>/<file>.rs`.
fn items_of(tree: &OutputTree, vendor: &str, file: &str) -> Option<Vec<Item>> {
    let text = tree.get(&format!("src/{vendor}/{file}.rs"))?;
    Some(syn::parse_file(text).expect("emitted code parses").items)
}

/// The items of a file, with the common types in place of their reexports, under the names that they have there.
fn with_reexported(mut items: Vec<Item>, common: &[Item]) -> Vec<Item> {
    let mut aliases: Vec<(String, String)> = Vec::new();
    items.retain(|item| match item {
        Item::Use(item) if is_public(&item.vis) => {
            let before = aliases.len();
            add_aliases(&item.tree, &mut aliases);
            aliases.len() == before
        }
        _ => true,
    });
    let names: BTreeMap<&str, &str> = aliases
        .iter()
        .map(|(name, alias)| (&**name, &**alias))
        .collect();
    for (name, alias) in &aliases {
        let mut names = names.clone();
        names.insert(name, alias);
        let of_type = common.iter().filter(|item| match item {
            Item::Struct(item) => item.ident == name,
            Item::Enum(item) => item.ident == name,
            Item::Impl(item) => {
                item.trait_.is_none() && item.self_ty.to_token_stream().to_string() == *name
            }
            _ => false,
        });
        items.extend(of_type.map(|item| renamed(item, &names)));
    }
    let uses = common
        .iter()
        .filter(|item| !aliases.is_empty() && matches!(item, Item::Use(_)));
    items.extend(uses.cloned());
    items
}

/// Adds the names that a `use` tree takes from the module of common types, each with the name that it gets.
fn add_aliases(tree: &UseTree, aliases: &mut Vec<(String, String)>) {
    let UseTree::Path(path) = tree else { return };
    let UseTree::Path(module) = &*path.tree else {
        return;
    };
    if path.ident != "super" || module.ident != COMMON {
        return;
    }
    let one = |tree: &UseTree| match tree {
        UseTree::Name(tree) => (tree.ident.to_string(), tree.ident.to_string()),
        UseTree::Rename(tree) => (tree.ident.to_string(), tree.rename.to_string()),
        UseTree::Path(_) | UseTree::Group(_) | UseTree::Glob(_) => {
            panic!("emitted code lists what it reexports")
        }
    };
    match &*module.tree {
        UseTree::Group(group) => aliases.extend(group.items.iter().map(one)),
        tree => aliases.push(one(tree)),
    }
}

/// The item with other names for types.
fn renamed(item: &Item, names: &BTreeMap<&str, &str>) -> Item {
    let text = item.to_token_stream().to_string();
    let is_part = |byte: char| byte.is_alphanumeric() || byte == '_';
    let words = text.split_inclusive(|byte| !is_part(byte)).map(|text| {
        let word = text.trim_end_matches(|byte| !is_part(byte));
        let name = names.get(word).unwrap_or(&word);
        format!("{name}{}", &text[word.len()..])
    });
    let text: String = words.collect();
    syn::parse_str(&text).expect("names do not change the syntax")
}

/// Vendor and file of `src/<vendor>/<file>.rs`, which may be in the folder `shared`; `None` for support code and signature impls.
fn vendor_and_file(path: &str) -> Option<(&str, &str)> {
    let (vendor, file) = path.strip_prefix("src/")?.split_once('/')?;
    let file = file.strip_suffix(".rs")?;
    let is_nested = file.contains('/') && !file.starts_with(SHARED);
    (vendor != "support" && file != "signature" && !is_nested).then_some((vendor, file))
}

/// The names of support items that the crate reexports.
fn public_of_support(tree: &OutputTree) -> BTreeSet<String> {
    let root = tree.get("src/lib.rs").expect("a crate has a root");
    let file = syn::parse_file(root).expect("emitted code parses");
    let mut names = BTreeSet::new();
    for item in file.items {
        if let Item::Use(item) = item {
            leaves(&item.tree, "", &mut |path, name| {
                if path == "support" {
                    names.insert(name.to_owned());
                }
            });
        }
    }
    names
}

/// Calls `found` with the path and name of every import of a `use` tree.
fn leaves(tree: &UseTree, before: &str, found: &mut impl FnMut(&str, &str)) {
    match tree {
        UseTree::Path(path) => {
            let before = if before.is_empty() {
                path.ident.to_string()
            } else {
                format!("{before}::{}", path.ident)
            };
            leaves(&path.tree, &before, found);
        }
        UseTree::Name(name) => found(before, &name.ident.to_string()),
        UseTree::Group(group) => {
            for tree in &group.items {
                leaves(tree, before, found);
            }
        }
        UseTree::Rename(tree) => found(before, &tree.rename.to_string()),
        // Shared definitions, which have files of their own.
        UseTree::Glob(_) => {}
    }
}

fn is_public(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}

struct Usage<'t> {
    vendor: &'t str,
    /// The public path of the file's items.
    module_path: &'t str,
    text: String,
    count: usize,
}

impl Usage<'_> {
    /// Imports for the names in the file's types.
    fn imports(&mut self, items: &[Item], public: &BTreeSet<String>) {
        let (vendor, module_path) = (self.vendor, self.module_path);
        let mut lines = BTreeSet::new();
        for item in items {
            match item {
                Item::Struct(item) if is_public(&item.vis) => {
                    lines.insert(format!("use {module_path}::{};", item.ident));
                }
                Item::Enum(item) if is_public(&item.vis) => {
                    lines.insert(format!("use {module_path}::{};", item.ident));
                }
                Item::Type(item) if is_public(&item.vis) => {
                    lines.insert(format!("use {module_path}::{};", item.ident));
                }
                Item::Mod(item) if is_public(&item.vis) => {
                    lines.insert(format!("use webhook_events::{vendor}::{};", item.ident));
                }
                Item::Use(item) => leaves(&item.tree, "", &mut |path, name| {
                    let line = match path {
                        "crate::support" if public.contains(name) => {
                            format!("use webhook_events::{name};")
                        }
                        "crate::support::verify" => format!("use webhook_events::verify::{name};"),
                        "super" => format!("use webhook_events::{vendor}::{name};"),
                        _ if path.starts_with("std") || path.starts_with("serde") => {
                            format!("use {path}::{name};")
                        }
                        // Reexports of the vendor's module.
                        _ if is_public(&item.vis) => format!("use {module_path}::{name};"),
                        _ => return,
                    };
                    lines.insert(line);
                }),
                _ => {}
            }
        }
        for line in lines {
            let _ = writeln!(self.text, "{line}");
        }
    }

    /// Tokens with paths that resolve outside of the crate.
    fn public_text(&self, tokens: &impl ToTokens) -> String {
        let vendor = format!("webhook_events :: {} ::", self.vendor);
        tokens
            .to_token_stream()
            .to_string()
            .replace("crate :: support ::", "webhook_events ::")
            .replace("super ::", &vendor)
    }

    /// Adds a function with this body.
    fn put(&mut self, parameters: &str, body: &str) {
        let count = self.count;
        self.count += 1;
        let _ = writeln!(self.text, "fn use_{count}({parameters}) {{ {body} }}");
    }

    fn item(&mut self, item: &Item) {
        match item {
            Item::Struct(item) if is_public(&item.vis) => {
                let name = item.ident.to_string();
                self.derives(&name, &item.attrs);
                for (index, field) in item.fields.iter().enumerate() {
                    if is_public(&field.vis) {
                        let place = field
                            .ident
                            .as_ref()
                            .map_or_else(|| index.to_string(), ToString::to_string);
                        let of = self.public_text(&field.ty);
                        self.put(
                            &format!("value: &{name}"),
                            &format!("let _: &{of} = &value.{place};"),
                        );
                    }
                }
            }
            Item::Enum(item) if is_public(&item.vis) => {
                let name = item.ident.to_string();
                self.derives(&name, &item.attrs);
                for variant in &item.variants {
                    self.variant(&name, variant);
                }
            }
            Item::Type(item) if is_public(&item.vis) => {
                let of = self.public_text(&item.ty);
                self.put(
                    "",
                    &format!("let _: Option<{}> = None::<{of}>;", item.ident),
                );
            }
            Item::Const(item) if is_public(&item.vis) => {
                let of = self.public_text(&item.ty);
                self.put(
                    "",
                    &format!("let _: {of} = {}::{};", self.module_path, item.ident),
                );
            }
            Item::Fn(item) if is_public(&item.vis) => {
                let path = format!("{}::{}", self.module_path, item.sig.ident);
                self.function(&path, None, &item.sig);
            }
            Item::Impl(item) if item.trait_.is_none() => {
                let of = self.public_text(&item.self_ty);
                for one in &item.items {
                    match one {
                        ImplItem::Fn(method) if is_public(&method.vis) => {
                            let path = format!("{of}::{}", method.sig.ident);
                            self.function(&path, Some(&of), &method.sig);
                        }
                        ImplItem::Const(one) if is_public(&one.vis) => {
                            let kind = self.public_text(&one.ty);
                            self.put("", &format!("let _: {kind} = {of}::{};", one.ident));
                        }
                        _ => {}
                    }
                }
            }
            _ => {}
        }
    }

    fn variant(&mut self, name: &str, variant: &syn::Variant) {
        let path = format!("{name}::{}", variant.ident);
        let body = match &variant.fields {
            Fields::Unit => format!("if let {path} = value {{}}"),
            Fields::Unnamed(fields) => {
                let names: Vec<String> = (0..fields.unnamed.len())
                    .map(|index| format!("value_{index}"))
                    .collect();
                let types = fields.unnamed.iter().zip(&names);
                let typed: String = types
                    .map(|(field, name)| {
                        format!("let _: &{} = {name};", self.public_text(&field.ty))
                    })
                    .collect();
                format!("if let {path}({}) = value {{ {typed} }}", names.join(", "))
            }
            Fields::Named(_) => format!("if let {path} {{ .. }} = value {{}}"),
        };
        self.put(&format!("value: &{name}"), &body);
    }

    /// Uses the derived traits.
    fn derives(&mut self, name: &str, attributes: &[syn::Attribute]) {
        for attribute in attributes
            .iter()
            .filter(|one| one.path().is_ident("derive"))
        {
            let _ = attribute.parse_nested_meta(|derived| {
                let derived = self.public_text(&derived.path);
                let hash = if derived == "Hash" {
                    "use std::hash::Hash;"
                } else {
                    ""
                };
                let debug = if derived == "Debug" {
                    "use std::fmt::Debug;"
                } else {
                    ""
                };
                self.put(
                    "",
                    &format!("{hash}{debug} fn is<T: {derived}>() {{}} is::<{name}>();"),
                );
                Ok(())
            });
        }
    }

    /// Uses a function by its type, or skips it if the type cannot be named.
    fn function(&mut self, path: &str, of: Option<&str>, signature: &syn::Signature) {
        let is_generic = !signature.generics.params.is_empty();
        let mut inputs = Vec::new();
        for input in &signature.inputs {
            match (input, of) {
                (FnArg::Receiver(receiver), Some(of)) => {
                    // `&self` takes a reference to the type.
                    inputs.push(self.public_text(receiver).replace("self", of));
                }
                (FnArg::Typed(input), _) if !is_impl_trait(&input.ty) => {
                    inputs.push(self.public_text(&input.ty))
                }
                _ => return,
            }
        }
        if is_generic {
            return;
        }
        let output = match &signature.output {
            ReturnType::Default => String::new(),
            ReturnType::Type(_, output) if is_impl_trait(output) => return,
            ReturnType::Type(_, output) => format!(" -> {}", self.public_text(output)),
        };
        let output = match of {
            Some(of) => output.replace("Self", of),
            None => output,
        };
        self.put(
            "",
            &format!("let _: fn({}){output} = {path};", inputs.join(", ")),
        );
    }
}

/// True if the type is an `impl Trait`.
fn is_impl_trait(of: &Type) -> bool {
    of.to_token_stream().to_string().contains("impl ")
}
