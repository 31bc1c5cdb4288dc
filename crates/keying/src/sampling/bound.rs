//! Quantiles, from sums, products and square roots alone.

/// Upper bound of a rate of which `errors` were seen in `fields`, `z` the normal quantile of the
/// confidence: the quantile of Gamma(errors + 1, fields), which is the posterior under a flat prior
/// and the classical Poisson bound (Garwood 1936) in one. By Wilson and Hilferty (1931): the cube root
/// of a gamma variate is nearly normal; within 1.5 % of the table from no error at all. Infinite
/// without fields.
#[must_use]
pub fn upper(errors: f64, fields: f64, z: f64) -> f64 {
    if fields <= 0.0 {
        return f64::INFINITY;
    }
    let shape = errors + 1.0;
    let spread = 1.0 / (9.0 * shape);
    let root = 1.0 - spread + z * spread.sqrt();
    shape * root * root * root / fields
}

/// The standard normal quantile of `p`, from 0.5 to 0.9995: its distribution by the power series,
/// halved to.
#[must_use]
pub fn normal(p: f64) -> f64 {
    let (mut low, mut high) = (0.0, 3.5);
    for _ in 0..50 {
        let middle = (low + high) / 2.0;
        if below(middle) < p { low = middle } else { high = middle }
    }
    low
}

/// P(Z < z): 1/2 + 1/√(2π) · Σ (-1)^k z^(2k+1) / (2^k k! (2k+1)).
fn below(z: f64) -> f64 {
    /// 1 / √(2π).
    const DENSITY: f64 = 0.398_942_280_401_432_7;
    let (mut power, mut sum) = (z, z);
    for k in 1..60_u32 {
        let k = f64::from(k);
        power *= -z * z / (2.0 * k);
        sum += power / (2.0 * k + 1.0);
    }
    0.5 + DENSITY * sum
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn normal_quantiles_are_those_of_the_table() {
        for (p, z) in [
            (0.5, 0.0),
            (0.8, 0.8416),
            (0.9, 1.2816),
            (0.95, 1.6449),
            (0.99, 2.3263),
            (0.999, 3.0902),
        ] {
            assert!((normal(p) - z).abs() < 1e-4, "{p}: {}", normal(p));
        }
    }

    /// Half the chi-squared quantiles of 2(errors + 1) degrees of freedom.
    #[test]
    fn bounds_are_those_of_the_table() {
        let table = [
            (0.0, 0.99, 4.6052),
            (0.0, 0.95, 2.9957),
            (1.0, 0.90, 3.8897),
            (4.0, 0.90, 7.9936),
            (9.0, 0.90, 14.2060),
            (9.0, 0.99, 18.7832),
            (29.0, 0.95, 39.5410),
            (49.0, 0.90, 59.2490),
        ];
        for (errors, p, known) in table {
            let ours = upper(errors, 1.0, normal(p));
            assert!((ours / known - 1.0).abs() < 0.015, "{errors} {p}: {ours}");
        }
        assert_eq!(upper(3.0, 0.0, 1.0), f64::INFINITY);
    }
}
