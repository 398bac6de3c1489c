internal import Foundation
internal import OutpostCore
internal import OutpostDocker

/// Judges the authorities that images get.
struct CertificateJudge {
    let folder: CertificateFolder
    let now: Date

    var findings: [PreflightFinding] {
        let path = ShellWord.quoted(folder.path)
        switch folder.state {
        case .missing:
            guard folder.isNamed else { return [finding(.ok, "none of this machine's own go into images")] }
            let text = "OUTPOST_CA_CERTIFICATES names \(folder.path), which does not exist: images are built without"
            return [
                finding(
                    .error,
                    text,
                    "mkdir -p \(path), and put the .crt files there; or: unset OUTPOST_CA_CERTIFICATES"
                )
            ]
        case .unreadable:
            let text = "\(folder.path) is no folder that this user can read: images are built without its certificates"
            return [finding(.error, text, "sudo chmod a+rX \(path)")]
        case .files(let certificates, let passedOver):
            let problems =
                certificates.sorted { $0.key < $1.key }.compactMap { problem($0.key, $0.value) }
                + others(certificates.count, passedOver)
            guard problems.isEmpty else { return problems }
            return [finding(.ok, "\(certificates.count) of this machine's own go into images")]
        }
    }

    private func problem(_ name: String, _ certificate: CertificateFolder.Certificate) -> PreflightFinding? {
        let path = folder.path + "/" + name
        let word = ShellWord.quoted(path)
        switch certificate {
        case .unreadable: return finding(.error, "\(path) cannot be read, and is left out", "sudo chmod a+r \(word)")
        case .notPEM:
            return finding(
                .error,
                "\(path) is no certificate in PEM form: images do not trust what it was meant for",
                "openssl x509 -inform der -in \(word) -out \(word).pem && mv \(word).pem \(word)"
            )
        case .until(let end):
            let day = end.formatted(.iso8601.year().month().day())
            guard end > now else {
                return finding(
                    .warning,
                    "\(path) holds a certificate that expired on \(day): connections that need it fail",
                    "replace it, then: outpost agents build"
                )
            }
            guard end < now + CertificateJudge.soon else { return nil }
            return finding(
                .warning,
                "\(path) holds a certificate that expires on \(day)",
                "replace it before, then: outpost agents build"
            )
        }
    }

    private func others(_ count: Int, _ passedOver: Int) -> [PreflightFinding] {
        guard count == 0, passedOver > 0 else { return [] }
        let text = "\(passedOver) files in \(folder.path) are passed over: only *.crt is read, in PEM form"
        return [
            finding(
                .warning,
                text,
                "cd \(ShellWord.quoted(folder.path)) && for f in *.pem; do cp \"$f\" \"${f%.pem}.crt\"; done"
            )
        ]
    }

    /// A fortnight, in which somebody can still act.
    static let soon: TimeInterval = 14 * 86_400

    private func finding(_ level: PreflightFinding.Level, _ text: String, _ advice: String? = nil) -> PreflightFinding {
        PreflightFinding("certificates", in: .network, level, text, advice: advice)
    }
}
