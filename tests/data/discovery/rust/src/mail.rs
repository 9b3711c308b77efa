#[cfg(test)]
mod test;
