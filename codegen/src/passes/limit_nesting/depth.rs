//! How deep types stand within each other.

use super::Edge;

/// Types that refer to each other in more ways than this are not followed one by one.
const MAX_IN_A_CIRCLE: usize = 512;

/// Which types stand within at most `deepest` levels below the roots, whatever way leads there without meeting one that
/// does not. Types that refer to each other are taken together.
pub(super) fn within(edges: &[Vec<Edge>], roots: &[usize], deepest: usize) -> Vec<bool> {
    let groups = groups(edges);
    let mut group_of = vec![0; edges.len()];
    for (index, group) in groups.iter().enumerate() {
        for member in group {
            group_of[*member] = index;
        }
    }
    let mut above: Vec<Option<usize>> = vec![None; groups.len()];
    let mut keep = vec![false; edges.len()];
    for root in roots {
        above[group_of[*root]] = Some(1);
    }
    // Groups come after all that they lead to, so the other way round every group comes after those that lead to it.
    for (index, group) in groups.iter().enumerate().rev() {
        let inside = levels_inside(edges, &group_of, index, group);
        let Some(depth) = above[index]
            .map(|above| above + inside)
            .filter(|depth| *depth <= deepest)
        else {
            continue;
        };
        group.iter().for_each(|member| keep[*member] = true);
        for edge in group.iter().flat_map(|member| &edges[*member]) {
            let target = group_of[edge.target];
            if target != index {
                above[target] = above[target].max(Some(depth + edge.levels));
            }
        }
    }
    keep
}

/// How many levels the types of one group take by themselves: the longest way that the compiler takes, which begins
/// anywhere, follows members in order and turns back where it has been.
fn levels_inside(edges: &[Vec<Edge>], group_of: &[usize], index: usize, group: &[usize]) -> usize {
    if let [_] = group {
        return 0;
    }
    if group.len() > MAX_IN_A_CIRCLE {
        return usize::MAX / 2;
    }
    let mut deepest = 0;
    for start in group {
        let mut seen = std::collections::BTreeSet::from([*start]);
        let mut way = vec![(*start, 0, 0)];
        while let Some((node, next, depth)) = way.last_mut() {
            let depth = *depth;
            let Some(edge) = edges[*node].get(*next) else {
                way.pop();
                continue;
            };
            *next += 1;
            if group_of[edge.target] == index && seen.insert(edge.target) {
                deepest = deepest.max(depth + edge.levels);
                way.push((edge.target, 0, depth + edge.levels));
            }
        }
    }
    deepest
}

/// The strongly connected components, each after all that it leads to: Tarjan's algorithm, with a stack of our own because
/// a catalogue decides how deep it goes.
fn groups(edges: &[Vec<Edge>]) -> Vec<Vec<usize>> {
    const NEW: usize = usize::MAX;
    let mut order = vec![NEW; edges.len()];
    let mut lowest = vec![NEW; edges.len()];
    let mut is_open = vec![false; edges.len()];
    let mut open = Vec::new();
    let mut groups = Vec::new();
    let mut count = 0;
    for start in 0..edges.len() {
        if order[start] != NEW {
            continue;
        }
        let mut way = vec![(start, 0)];
        while let Some((node, next)) = way.last_mut() {
            let node = *node;
            if *next == 0 {
                (order[node], lowest[node]) = (count, count);
                count += 1;
                open.push(node);
                is_open[node] = true;
            }
            if let Some(Edge { target, .. }) = edges[node].get(*next) {
                *next += 1;
                if order[*target] == NEW {
                    way.push((*target, 0));
                } else if is_open[*target] {
                    lowest[node] = lowest[node].min(order[*target]);
                }
                continue;
            }
            way.pop();
            if let Some((above, _)) = way.last() {
                lowest[*above] = lowest[*above].min(lowest[node]);
            }
            if lowest[node] == order[node] {
                let from = open.iter().rposition(|member| *member == node).unwrap_or(0);
                let group = open.split_off(from);
                group.iter().for_each(|member| is_open[*member] = false);
                groups.push(group);
            }
        }
    }
    groups
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
    fn circles_are_taken_together() {
        let graph = graph(&[&[1], &[2], &[1, 3], &[4], &[]]);
        let mut groups = groups(&graph);
        groups.iter_mut().for_each(|group| group.sort_unstable());
        assert_eq!(groups, [vec![4], vec![3], vec![1, 2], vec![0]]);
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
        assert_eq!(groups(&edges).len(), 1);
        assert_eq!(within(&edges, &[0], 100), vec![false; 200_000]);
    }
}
