//! Parallel map that keeps the order of items.

use std::num::NonZero;
use std::sync::{Mutex, PoisonError};

/// Applies `work` to every item on all cores. Results are in the order of the items.
///
/// Items are taken one by one, so that items passed by value are dropped as soon as they are done.
pub(crate) fn map<T, R, I>(items: I, work: impl Fn(T) -> R + Sync) -> Vec<R>
where
    T: Send,
    R: Send,
    I: IntoIterator<Item = T, IntoIter: ExactSizeIterator + Send>,
{
    let items = items.into_iter();
    let count = items.len();
    let workers = std::thread::available_parallelism()
        .map_or(1, NonZero::get)
        .min(count);
    if workers < 2 {
        return items.map(work).collect();
    }
    // Workers take one item at a time, because items differ much in size.
    let waiting = Mutex::new(items.enumerate());
    let next = || {
        let mut waiting = waiting.lock().unwrap_or_else(PoisonError::into_inner);
        waiting.next()
    };
    let worker = || {
        let mut done = Vec::new();
        while let Some((index, item)) = next() {
            done.push((index, work(item)));
        }
        done
    };
    let mut results: Vec<(usize, R)> = Vec::with_capacity(count);
    std::thread::scope(|scope| {
        // The calling thread is a worker too, since its allocator has freed memory to reuse.
        let others: Vec<_> = (1..workers).map(|_| scope.spawn(worker)).collect();
        results.extend(worker());
        for worker in others {
            match worker.join() {
                Ok(done) => results.extend(done),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
    });
    results.sort_unstable_by_key(|(index, _)| *index);
    results.into_iter().map(|(_, result)| result).collect()
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_order_is_kept() {
        for count in [0_u64, 1, 7, 1000] {
            let items: Vec<u64> = (0..count).collect();
            let doubled: Vec<u64> = items.iter().map(|item| item * 2).collect();
            assert_eq!(super::map(&items, |item| item * 2), doubled);
            assert_eq!(super::map(items, |item| item * 2), doubled);
        }
    }
}
