//! Work spread over the cores, results in order.

use std::num::NonZero;

/// Applies `work` to every item and keeps the order. Which core does what never shows in the result.
pub(crate) fn map<T: Sync, R: Send>(items: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let workers = std::thread::available_parallelism()
        .map_or(1, NonZero::get)
        .min(items.len());
    if workers < 2 {
        return items.iter().map(work).collect();
    }
    let (work, mut results) = (&work, Vec::with_capacity(items.len()));
    std::thread::scope(|scope| {
        let chunks = items.chunks(items.len().div_ceil(workers));
        let handles: Vec<_> = chunks
            .map(|chunk| scope.spawn(move || chunk.iter().map(work).collect::<Vec<_>>()))
            .collect();
        for handle in handles {
            match handle.join() {
                Ok(part) => results.extend(part),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
    });
    results
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_order_is_kept() {
        for count in [0_u64, 1, 7, 1000] {
            let items: Vec<u64> = (0..count).collect();
            assert_eq!(
                super::map(&items, |item| item * 2),
                items.iter().map(|item| item * 2).collect::<Vec<_>>()
            );
        }
    }
}
