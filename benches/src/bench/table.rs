//! Table: rows of figures under a heading, wide enough for the widest of each column.

/// Rows and columns that are printed together.
pub(crate) struct Table {
    rows: Vec<Vec<String>>,
}

impl Table {
    /// A table with these columns; the first holds the names of the rows.
    pub(crate) fn new<'a>(columns: impl IntoIterator<Item = &'a str>) -> Table {
        Table { rows: vec![columns.into_iter().map(str::to_owned).collect()] }
    }

    /// Adds a row.
    pub(crate) fn row(&mut self, name: &str, cells: impl IntoIterator<Item = String>) {
        self.rows.push(std::iter::once(name.to_owned()).chain(cells).collect());
    }

    /// Prints it under a heading.
    pub(crate) fn print(&self, heading: &str) {
        println!("\n{heading}\n");
        for row in &self.rows {
            let cells = row.iter().enumerate().map(|(column, cell)| {
                let width = self.width(column);
                if column == 0 { format!("   {cell:<width$}") } else { format!("  {cell:>width$}") }
            });
            println!("{}", cells.collect::<String>());
        }
    }

    fn width(&self, column: usize) -> usize {
        self.rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.chars().count()).max().unwrap_or(0)
    }
}

/// A figure with three digits that mean something: `0.0123`, `4.56`, `789`.
pub(crate) fn figure(value: f64) -> String {
    let decimals = match value.abs() {
        v if v >= 100.0 || v == 0.0 => 0,
        v if v >= 10.0 => 1,
        v if v >= 1.0 => 2,
        v if v >= 0.1 => 3,
        _ => 4,
    };
    format!("{value:.decimals$}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_figure_has_three_digits() {
        assert_eq!(
            [0.01234, 0.1234, 1.234, 12.34, 123.4, 1234.5].map(figure),
            ["0.0123", "0.123", "1.23", "12.3", "123", "1234"]
        );
    }
}
