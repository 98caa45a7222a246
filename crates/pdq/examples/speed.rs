//! CPU time of hashing decoded pixels.
fn main() {
    for (w, h) in [(512, 512), (1920, 1080), (4000, 3000)] {
        let bytes: Vec<u8> = (0..w * h * 3).map(|k: usize| (k.wrapping_mul(2654435761) >> 13) as u8).collect();
        let picture = pdq::Picture::rgb(w, h, &bytes).unwrap();
        let mut best = f64::MAX;
        for _ in 0..40 {
            let t = std::time::Instant::now();
            std::hint::black_box(picture.hash());
            best = best.min(t.elapsed().as_secs_f64());
        }
        eprintln!("{w}x{h}: {:.3} ms = {:.2} ms/MP", best * 1e3, best * 1e9 / (w * h) as f64);
    }
}
