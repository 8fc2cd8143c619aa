//! Powers of e, fast.

/// eˣ for x up to 0, to six digits, without a branch or a call: a loop over it vectorises. By Cody and
/// Waite: x is some doublings and a rest of at most half of one, whose power is a polynomial (Cephes).
pub(super) fn exp(x: f32) -> f32 {
    /// Added to a number below 2²², it leaves no room for the fraction.
    const ROUND: f32 = 12_582_912.0;
    let x = if x > -60.0 { x } else { -60.0 };
    let rounded = x * std::f32::consts::LOG2_E + ROUND;
    let doublings = rounded - ROUND;
    let rest = x - doublings * 0.693_359_4 + doublings * 2.121_944_4e-4;
    let mut sum = 1.987_569_2e-4;
    for term in [
        1.398_199_9e-3,
        8.333_452e-3,
        4.166_579_6e-2,
        0.166_666_66,
        0.5,
        1.0,
        1.0,
    ] {
        sum = sum * rest + term;
    }
    // The doublings are the lowest bits of the rounded number; they go where the exponent is.
    let power = (rounded.to_bits() << 23).wrapping_add(1f32.to_bits());
    sum * f32::from_bits(power)
}

#[cfg(test)]
mod tests {
    use super::exp;

    #[test]
    fn powers_are_right_to_six_digits() {
        for hundredths in 0..6000u16 {
            let x = f32::from(hundredths) / -100.0;
            assert!((exp(x) / x.exp() - 1.0).abs() < 1e-6, "{x}");
        }
        for x in [-61.0, -1e9, f32::NEG_INFINITY] {
            assert!((0.0..1e-25).contains(&exp(x)), "{x}");
        }
    }
}
