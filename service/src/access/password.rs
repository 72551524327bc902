//! Argon2id for passwords and clients' codes, on blocking threads and never more than the cores can take.

use std::sync::Arc;

use argon2::{
    Argon2,
    password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash},
};
use tokio::sync::Semaphore;

/// Hashes and checks secrets, a few at a time: each takes 19 MiB and some tens of milliseconds.
#[derive(Clone)]
pub struct Passwords {
    places: Arc<Semaphore>,
    /// A hash that no secret opens, checked where there is no account, so that both take as long.
    decoy: Arc<str>,
}

/// Why a secret could not be handled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PasswordError {
    /// The stored hash or the machine is at fault.
    #[error("the secret could not be hashed or checked")]
    Unusable,
}

impl Passwords {
    /// At most `places` at the same time.
    ///
    /// # Errors
    ///
    /// [`PasswordError`] when the machine cannot hash.
    pub fn new(places: usize) -> Result<Self, PasswordError> {
        let decoy = hash_now("a secret that nobody has")?;
        Ok(Self { places: Arc::new(Semaphore::new(places.max(1))), decoy: decoy.into() })
    }

    /// The hash of a secret, with its salt and parameters (PHC string).
    ///
    /// # Errors
    ///
    /// [`PasswordError`] when the machine cannot hash.
    pub async fn hash(&self, secret: &str) -> Result<String, PasswordError> {
        let secret = secret.to_owned();
        self.run(move || hash_now(&secret)).await?
    }

    /// Whether `secret` is the one of `hash`. Without a hash it takes as long and is never so.
    ///
    /// # Errors
    ///
    /// [`PasswordError`] when the stored hash cannot be read.
    pub async fn matches(&self, secret: &str, hash: Option<&str>) -> Result<bool, PasswordError> {
        let known = hash.is_some();
        let hash = hash.map_or_else(|| self.decoy.to_string(), str::to_owned);
        let secret = secret.to_owned();
        let matches = self
            .run(move || {
                let hash = PasswordHash::new(&hash).map_err(|_| PasswordError::Unusable)?;
                Ok(Argon2::default().verify_password(secret.as_bytes(), &hash).is_ok())
            })
            .await??;
        Ok(matches && known)
    }

    async fn run<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T, PasswordError> {
        let _place = self.places.acquire().await.map_err(|_| PasswordError::Unusable)?;
        tokio::task::spawn_blocking(work).await.map_err(|_| PasswordError::Unusable)
    }
}

fn hash_now(secret: &str) -> Result<String, PasswordError> {
    let hash = Argon2::default().hash_password(secret.as_bytes()).map_err(|_| PasswordError::Unusable)?;
    Ok(hash.to_string())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::Passwords;

    #[tokio::test]
    async fn only_the_secret_itself_matches() {
        let passwords = Passwords::new(1).unwrap();
        let hash = passwords.hash("goed geheim").await.unwrap();
        assert!(passwords.matches("goed geheim", Some(&hash)).await.unwrap());
        assert!(!passwords.matches("goed geheim ", Some(&hash)).await.unwrap());
        assert!(!passwords.matches("a secret that nobody has", None).await.unwrap());
    }
}
