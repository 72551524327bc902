//! The headers that every answer carries.

use actix_web::middleware::DefaultHeaders;

/// No script or style but from our own files, no frames, no forms to elsewhere.
pub const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
     font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// The security headers. `Cache-Control` is `no-store` unless a handler says otherwise: nothing of a client's may stay in
/// a browser's cache, and a page that is not stored is not shown again by the back button.
#[must_use]
pub fn security_headers() -> DefaultHeaders {
    DefaultHeaders::new()
        .add(("Content-Security-Policy", CONTENT_SECURITY_POLICY))
        .add(("X-Content-Type-Options", "nosniff"))
        .add(("Referrer-Policy", "no-referrer"))
        .add(("Cross-Origin-Opener-Policy", "same-origin"))
        .add(("Cross-Origin-Resource-Policy", "same-origin"))
        .add(("Permissions-Policy", "camera=(), microphone=(), geolocation=()"))
        .add(("Strict-Transport-Security", "max-age=31536000"))
        .add(("Cache-Control", "no-store"))
}
