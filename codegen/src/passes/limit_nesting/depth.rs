//! Nesting depth of types.

use super::Edge;
use crate::components::components;

/// Size limit of a strongly connected component whose paths are followed one by one.
const MAX_COMPONENT: usize = 512;

/// Marks the types whose depth below the roots is at most `deepest` on every path through marked types. A strongly
/// connected component is marked as a whole.
pub(super) fn within(edges: &[Vec<Edge>], roots: &[usize], deepest: usize) -> Vec<bool> {
    let targets = edges
        .iter()
        .map(|edges| edges.iter().map(|edge| edge.target));
    let components = components(&targets.map(Iterator::collect).collect::<Vec<_>>());
    let mut component_of = vec![0; edges.len()];
    for (index, component) in components.iter().enumerate() {
        for member in component {
            component_of[*member] = index;
        }
    }
    let mut above: Vec<Option<usize>> = vec![None; components.len()];
    let mut keep = vec![false; edges.len()];
    for root in roots {
        above[component_of[*root]] = Some(1);
    }
    // Components come after those they lead to; reversed, every component comes after those that lead to it.
    for (index, component) in components.iter().enumerate().rev() {
        let inside = levels_inside(edges, &component_of, index, component);
        let Some(depth) = above[index]
            .map(|above| above + inside)
            .filter(|depth| *depth <= deepest)
        else {
            continue;
        };
        component.iter().for_each(|member| keep[*member] = true);
        for edge in component.iter().flat_map(|member| &edges[*member]) {
            let target = component_of[edge.target];
            if target != index {
                above[target] = above[target].max(Some(depth + edge.levels));
            }
        }
    }
    keep
}

/// Number of levels within one component: the longest path of a depth-first search like the compiler's, which starts at
/// any type, follows members in order and stops at visited types.
fn levels_inside(
    edges: &[Vec<Edge>],
    component_of: &[usize],
    index: usize,
    component: &[usize],
) -> usize {
    if let [_] = component {
        return 0;
    }
    if component.len() > MAX_COMPONENT {
        return usize::MAX / 2;
    }
    let mut deepest = 0;
    for start in component {
        let mut seen = std::collections::BTreeSet::from([*start]);
        let mut path = vec![(*start, 0, 0)];
        while let Some((node, next, depth)) = path.last_mut() {
            let depth = *depth;
            let Some(edge) = edges[*node].get(*next) else {
                path.pop();
                continue;
            };
            *next += 1;
            if component_of[edge.target] == index && seen.insert(edge.target) {
                deepest = deepest.max(depth + edge.levels);
                path.push((edge.target, 0, depth + edge.levels));
            }
        }
    }
    deepest
}

#[cfg(test)]
mod tests {
    use super::*;

    fn graph(edges: &[&[usize]]) -> Vec<Vec<Edge>> {
        let edge = |target: &usize| Edge {
            target: *target,
            levels: 1,
        };
        edges
            .iter()
            .map(|targets| targets.iter().map(edge).collect())
            .collect()
    }

    #[test]
    fn the_longest_way_counts() {
        let graph = graph(&[&[1, 3], &[2], &[3], &[]]);
        assert_eq!(within(&graph, &[0], 4), [true; 4]);
        assert_eq!(within(&graph, &[0], 3), [true, true, true, false]);
        assert_eq!(within(&graph, &[2], 3), [false, false, true, true]);
    }

    #[test]
    fn a_long_chain_needs_no_stack() {
        let edges: Vec<Vec<Edge>> = (0..200_000)
            .map(|node| {
                let target = (node + 1) % 200_000;
                vec![Edge { target, levels: 1 }]
            })
            .collect();
        assert_eq!(within(&edges, &[0], 100), vec![false; 200_000]);
    }
}
