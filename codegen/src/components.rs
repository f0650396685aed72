//! Parts of a graph whose nodes all lead to each other.

/// The strongly connected components, each after those it leads to: Tarjan's algorithm with an explicit stack, as the depth
/// depends on the input. `edges` has the targets of each node.
pub(crate) fn components(edges: &[Vec<usize>]) -> Vec<Vec<usize>> {
    const NEW: usize = usize::MAX;
    let mut order = vec![NEW; edges.len()];
    let mut lowest = vec![NEW; edges.len()];
    let mut is_open = vec![false; edges.len()];
    let mut open = Vec::new();
    let mut components = Vec::new();
    let mut count = 0;
    for start in 0..edges.len() {
        if order[start] != NEW {
            continue;
        }
        let mut path = vec![(start, 0)];
        while let Some((node, next)) = path.last_mut() {
            let node = *node;
            if *next == 0 {
                (order[node], lowest[node]) = (count, count);
                count += 1;
                open.push(node);
                is_open[node] = true;
            }
            if let Some(target) = edges[node].get(*next) {
                *next += 1;
                if order[*target] == NEW {
                    path.push((*target, 0));
                } else if is_open[*target] {
                    lowest[node] = lowest[node].min(order[*target]);
                }
                continue;
            }
            path.pop();
            if let Some((above, _)) = path.last() {
                lowest[*above] = lowest[*above].min(lowest[node]);
            }
            if lowest[node] == order[node] {
                let from = open.iter().rposition(|member| *member == node).unwrap_or(0);
                let component = open.split_off(from);
                component.iter().for_each(|member| is_open[*member] = false);
                components.push(component);
            }
        }
    }
    components
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn circles_are_taken_together() {
        let mut components = components(&[vec![1], vec![2], vec![1, 3], vec![4], vec![]]);
        components
            .iter_mut()
            .for_each(|component| component.sort_unstable());
        assert_eq!(components, [vec![4], vec![3], vec![1, 2], vec![0]]);
    }

    #[test]
    fn a_long_chain_needs_no_stack() {
        let edges: Vec<Vec<usize>> = (0..200_000)
            .map(|node| vec![(node + 1) % 200_000])
            .collect();
        assert_eq!(components(&edges).len(), 1);
    }
}
