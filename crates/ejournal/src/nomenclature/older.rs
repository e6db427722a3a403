//! Event types of the older event register (Регистър на събитията, `ejournal.md` §1.2).

use crate::words::words;

words! {
    /// A life-cycle type of the older register: 31 of its 44 types. The others concern registers and access to personal data.
    OlderType {
        /// A service was requested on the portal.
        PortalServiceRequested = "PORTAL_ESERVICE_REQUESTED",
        /// The portal asked for authentication.
        PortalAuthnRequestSent = "PORTAL_AUTHN_REQUEST_SENT",
        /// The result came back to the portal.
        PortalAuthnResponseRedirected = "PORTAL_AUTHN_RESPONSE_REDIRECTED",
        /// Authentication was denied.
        AuthnDenied = "AUTHN_DENIED",
        /// Attributes were asked for.
        AuthnAttributeQuerySent = "AUTHN_ATTRBQUERY_SENT",
        /// Attributes came.
        AuthnAttributesReceived = "AUTHN_ATTR_RECEIVED",
        /// The result was sent.
        AuthnResponseSent = "AUTHN_RESPONSE_SENT",
        /// A request came.
        AuthnRequestReceived = "AUTHN_REQUEST_RECEIVED",
        /// Authentication succeeded. INTEROP: the register spells it so.
        AuthnSuccessful = "AUTHN_SUCESSFUL",
        /// A check of representation was asked for.
        AuthorRequestSent = "AUTHOR_REQUEST_SENT",
        /// Representation was denied.
        AuthorDenied = "AUTHOR_DENIED",
        /// Representation was confirmed.
        AuthorSucceeded = "AUTHOR_SUCCEEDED",
        /// The administrative system received the authentication.
        AisAuthnReceived = "AIS_AUTHN_RECEIVED",
        /// The form has errors.
        AisValidationFailed = "AIS_ESERVICE_VALIDATION_FAILED",
        /// The form has no errors.
        AisValidationSucceeded = "AIS_ESERVICE_VALIDATION_SUCCEEDED",
        /// A payment was asked for.
        AisPaymentRequestSent = "AIS_EPAYMENT_REQUEST_SENT",
        /// The application was returned.
        AisServiceDenied = "AIS_ESERVICE_DENIED",
        /// The proceeding started.
        AisServiceStarted = "AIS_ESERVICE_STARTED",
        /// There is a result.
        AisResultReady = "AIS_ESERVICE_RESULT_READY",
        /// The result was sent.
        AisResultRegistrationSent = "AIS_ESERVICE_RESULT_REGISTRATION_SENT",
        /// The application was registered.
        AisDocumentRegistered = "AIS_ESERVICE_DOCUMENT_REGISTERED",
        /// The applicant gave up.
        AisCancelledByUser = "AIS_ESERVICE_CANCELED_BY_USER",
        /// The payment system has the request.
        PaymentRequestReceived = "EPAYMENT_PAYMENT_REQUEST_RECEIVED",
        /// The payment system refused the request.
        PaymentRequestDenied = "EPAYMENT_PAYMENT_REQUEST_DENIED",
        /// A card payment was authorised.
        PaymentAuthorised = "EPAYMENT_PAYMENT_VPOS_AUTHORIZED",
        /// A bank transfer was ordered.
        PaymentOrdered = "EPAYMENT_PAYMENT_ORDERED",
        /// The payment came.
        PaymentPaid = "EPAYMENT_PAYMENT_PAID",
        /// The delivery system has the document.
        DeliveryReceived = "EDELIVERY_DOCUMENT_RECEIVED",
        /// The delivery system registered it.
        DeliveryRegistered = "EDELIVERY_DOCUMENT_REGISTERED",
        /// The delivery system refused it.
        DeliveryDenied = "EDELIVERY_DOCUMENT_REGISTRATION_DENIED",
        /// The recipient was notified.
        DeliveryNotificationSent = "EDELIVERY_NOTIFICATION_SENT",
    }
}
