//! Attachments: whole documents inside a resource, with a hash that shows damage.

use crate::fhir::base64;
use crate::fhir::export::wire::{self, Extension, ExtensionValue};
use crate::fhir::sha256;
use crate::fhir::urls;

/// An extension that carries a text.
pub(super) fn attach(name: &str, content_type: &'static str, text: &str) -> Extension {
    let attachment = wire::Attachment {
        extension: vec![Extension::text(urls::extension(urls::SHA_256), sha256::hex(text.as_bytes()))],
        content_type,
        data: base64::encode(text.as_bytes()),
        size: text.len(),
    };
    Extension::new(urls::extension(name), ExtensionValue::Attachment(attachment))
}
