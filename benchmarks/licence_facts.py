"""What the build script knows beside its sources: renamed keys, and the well-known terms of standard licences."""

from __future__ import annotations

# The sources call one licence by several keys; ours is on the right.
RENAMED = {
    "gemma-tou-2025-03-24": "gemma",
    "tongyi-qianwen-2023": "tongyi-qianwen",
    "stability-nc-research-2023": "stability-nc-research",
    "sam-license": "sam",
    "fair-nc-research": "fair-noncommercial-research-license",
    "faipl-1.0-sd": "fair-ai-public-license-1.0-sd",
    "qwen-research-2024": "qwen-research",
    "hyperclova-x-seed-2025": "hyperclovax-seed",
}
# Combinations of a licence and a policy outside it, and terms of a service: no licence of their own.
NOT_A_LICENCE = {"gpt-oss", "cohere-cc-by-nc", "openai-terms"}

# Where the sources give a licence under a reference that names another key of ours.
BY_REFERENCE = {
    "LicenseRef-flux-dev-nc-2": "flux-dev-2.0",
    "LicenseRef-scancode-flux-1-nc": "flux-1-dev",
    "LicenseRef-scancode-qwen-2024": "qwen-2024",
    "LicenseRef-scancode-tongyi-qianwen-2023": "tongyi-qianwen",
    "LicenseRef-scancode-deepseek-la-1.0": "deepseek-1.0",
    "LicenseRef-scancode-stability-ai-nc-2023-12-06": "stability-nc-research",
    "LicenseRef-scancode-hyperclova-x-seed-2025": "hyperclovax-seed",
    "LicenseRef-scancode-fair-ai-public-1.0-sd": "fair-ai-public-license-1.0-sd",
    "LicenseRef-scancode-fair-ai-public-1.0": "fair-ai-public-license-1.0",
    "LicenseRef-scancode-exaone-ai-model-1.1-nc": "exaone-1.1-nc",
    "LicenseRef-scancode-tencent-hunyuan-3d-2.0-cla": "tencent-hunyuan-3d-2",
    "LicenseRef-scancode-falcon-2-11b-1.0": "falcon-2-11b",
    "LicenseRef-tongyi-qianwen-research": "tongyi-qianwen-research",
    "LicenseRef-qwen-research": "qwen-research",
    "LicenseRef-dinov3": "dinov3",
    "LicenseRef-mistral-mrl-0.1": "mistral-mrl-0.1",
    "LicenseRef-mistral-mnpl-0.1": "mistral-mnpl-0.1",
    "LicenseRef-lfm-open-1.0": "lfm-open-1.0",
    "LicenseRef-kanana-open-2025-07-17": "kanana-open-2025-07-17",
}
# A name that stands for several texts with different terms.
FAMILY_NAMES = {
    "exaone": "EXAONE licence family",
    "modified-mit": "Modified MIT, several texts under one name",
    "tencent-hunyuan-community": "Tencent Hunyuan community licence family",
}
# More spellings of `license_name` and of licence names in prose and weight headers, all lower case.
ALIASES = {
    "apache 2": "apache-2.0",
    "apache 2.0": "apache-2.0",
    "apache-2": "apache-2.0",
    "apache2": "apache-2.0",
    "apache2.0": "apache-2.0",
    "apache license 2.0": "apache-2.0",
    "apache license, version 2.0": "apache-2.0",
    "apache license version 2.0": "apache-2.0",
    "apache software license 2.0": "apache-2.0",
    "mit license": "mit",
    "the mit license": "mit",
    "cc0": "cc0-1.0",
    "creative commons zero v1.0 universal": "cc0-1.0",
    "gpl-3": "gpl-3.0",
    "gplv3": "gpl-3.0",
    "gplv2": "gpl-2.0",
    "agplv3": "agpl-3.0",
    "lgplv3": "lgpl-3.0",
    "gemma": "gemma",
    "gemma license": "gemma",
    "gemma terms of use": "gemma",
    "llama 2": "llama2",
    "llama-2": "llama2",
    "llama 2 community license": "llama2",
    "llama 2 community license agreement": "llama2",
    "llama 3": "llama3",
    "llama 3 community license": "llama3",
    "meta llama 3 community license": "llama3",
    "llama 3.1": "llama3.1",
    "llama 3.1 community license": "llama3.1",
    "llama 3.2 community license": "llama3.2",
    "llama 3.3 community license": "llama3.3",
    "llama 4 community license": "llama4",
    "mnpl-0.1": "mistral-mnpl-0.1",
    "mrl-0.1": "mistral-mrl-0.1",
    "mistral ai research license": "mistral-mrl-0.1",
    "stability ai community license": "stability-ai-community-2024",
    "stable-diffusion": "creativeml-openrail-m",
    "bigcode openrail-m": "bigcode-openrail-m",
    "creativeml openrail-m": "creativeml-openrail-m",
    "exaone-1.1": "exaone-1.1-nc",
    "exaone ai model license agreement 1.1 - nc": "exaone-1.1-nc",
    "exaone-1.2": "exaone-1.2-nc",
    "exaone ai model license agreement 1.2 - nc": "exaone-1.2-nc",
    "kanana": "kanana-open-2025-07-17",
    "hyperclova x seed model license": "hyperclovax-seed",
    "kimi-k2": "kimi-modified-mit",
    "flux-2-dev-non-commercial-license": "flux-dev-2.0",
    "flux-1-dev-non-commercial-licence": "flux-1-dev",
    "dinov3": "dinov3",
    "sam-license": "sam",
    "k-exaone": "k-exaone",
    "solar-apache-2.0": "solar-apache-2.0",
    "c-uda-1.0": "c-uda",
}
CATEGORIES = {
    "copyleft-or-share-alike": "copyleft",
    "share-alike": "copyleft",
    "share-alike-data": "copyleft",
    "responsible-ai": "responsible-use",
    "research-only": "non-commercial",
    "data-restricted-use": "data",
    "permissive-data": "permissive",
    "public-domain": "permissive",
    "permissive+display": "vendor-community",
    "permissive-with-display": "vendor-community",
}
# Key in ScanCode LicenseDB for those without SPDX identifier: our key, category (None: a hub or terms entry has it).
LICENSEDB = {
    "apple-excl": ("apple-ascl", None),
    "apple-ml-ferret-2023": ("apple-ml-ferret-2023", "non-commercial"),
    "bigcode-open-rail-m-v1": ("bigcode-openrail-m", None),
    "bigscience-open-rail-m": ("bigscience-openrail-m", None),
    "bigscience-open-rail-m2": ("openrail++", None),
    "bigscience-rail-1.0": ("bigscience-bloom-rail-1.0", None),
    "bilibili-model-ula-2025-09-09": ("bilibili-model-ula-2025-09-09", "vendor-community"),
    "deepseek-la-1.0": ("deepseek-1.0", None),
    "exaone-ai-model-1.1-nc": ("exaone-1.1-nc", None),
    "fair-ai-public-1.0": ("fair-ai-public-license-1.0", None),
    "fair-ai-public-1.0-sd": ("fair-ai-public-license-1.0-sd", None),
    "falcon-2-11b-1.0": ("falcon-2-11b", None),
    "flux-1-nc": ("flux-1-dev", "non-commercial"),
    "gemma-pup-2024-02-21": ("gemma-aup", "use-policy"),
    "gemma-tou-2024-04-01": ("gemma", None),
    "gemma-tou-2025-03-24": ("gemma", None),
    "hyperclova-x-seed-2025": ("hyperclovax-seed", None),
    "llama-license-2023": ("llama1", "non-commercial"),
    "llama-2-license-2023": ("llama2", None),
    "llama-3.1-license-2024": ("llama3.1", None),
    "llama-3.2-license-2024": ("llama3.2", None),
    "llama-3.3-license-2024": ("llama3.3", None),
    "llama-4-cla-2025": ("llama4", None),
    "llama-4-license-2025": ("llama4-aup", "use-policy"),
    "nvidia-model-training-2025": ("nvidia-model-training-2025", "vendor-community"),
    "nvidia-open-model-2025-04-28": ("nvidia-open-model-2025-04-28", None),
    "openatom-model-1.0": ("openatom-model-1.0", "vendor-community"),
    "qwen-2024": ("qwen-2024", None),
    "responsible-ai-source-1.0": ("responsible-ai-source-1.0", "responsible-use"),
    "responsible-ai-source-1.1": ("responsible-ai-source-1.1", "responsible-use"),
    "stability-ai-community-2024": ("stability-ai-community-2024", None),
    "stability-ai-nc-2023-12-06": ("stability-nc-research", None),
    "stable-diffusion-2022-08-22": ("creativeml-openrail-m", None),
    "tencent-hunyuan-3d-2.0-cla": ("tencent-hunyuan-3d-2", None),
    "tongyi-qianwen-2023": ("tongyi-qianwen", None),
}
LICENSEDB_CATEGORIES = {
    "Permissive": "permissive",
    "Public Domain": "permissive",
    "Copyleft": "copyleft",
    "Copyleft Limited": "copyleft",
}

KEEP_NOTICES = "keep-notices"
SHARE_ALIKE = "share-alike"
NON_COMMERCIAL = "non-commercial"
NO_DERIVATIVES = "no-derivatives"
# Whole duties of standard licences: (duty, clause, scope). Read from the licences as SPDX publishes them.
STANDARD: dict[str, list[tuple[str, str, str]]] = {
    **{key: [] for key in ("cc0-1.0", "pddl", "unlicense", "wtfpl", "0bsd", "mit-0")},
    "mit": [(KEEP_NOTICES, "", "")],
    "isc": [(KEEP_NOTICES, "", "")],
    "ncsa": [(KEEP_NOTICES, "", "")],
    "postgresql": [(KEEP_NOTICES, "", "")],
    "zlib": [(KEEP_NOTICES, "3", "")],
    "bsl-1.0": [(KEEP_NOTICES, "", "")],
    "bsd-2-clause": [(KEEP_NOTICES, "1, 2", "")],
    "bsd-3-clause": [(KEEP_NOTICES, "1, 2", "")],
    "bsd-3-clause-clear": [(KEEP_NOTICES, "", "")],
    "apache-2.0": [(KEEP_NOTICES, "4", "")],
    "ecl-2.0": [(KEEP_NOTICES, "4", "")],
    "afl-3.0": [(KEEP_NOTICES, "6", "")],
    "odc-by": [(KEEP_NOTICES, "4.2", "")],
    "etalab-2.0": [(KEEP_NOTICES, "", "")],
    "openmdw-1.0": [(KEEP_NOTICES, "", "")],
    "openmdw-1.1": [(KEEP_NOTICES, "", "")],
    "cc-by-2.0": [(KEEP_NOTICES, "4(b)", "")],
    "cc-by-2.5": [(KEEP_NOTICES, "4(b)", "")],
    "cc-by-3.0": [(KEEP_NOTICES, "4(b)", "")],
    "cc-by-4.0": [(KEEP_NOTICES, "3(a)", "")],
    "cc-by-sa-3.0": [(KEEP_NOTICES, "4(c)", ""), (SHARE_ALIKE, "4(b)", "cc-by-sa")],
    "cc-by-sa-4.0": [(KEEP_NOTICES, "3(a)", ""), (SHARE_ALIKE, "3(b)", "cc-by-sa")],
    "cc-by-nc-2.0": [(KEEP_NOTICES, "4(c)", ""), (NON_COMMERCIAL, "4(b)", "")],
    "cc-by-nc-3.0": [(KEEP_NOTICES, "4(c)", ""), (NON_COMMERCIAL, "4(b)", "")],
    "cc-by-nc-4.0": [(KEEP_NOTICES, "3(a)", ""), (NON_COMMERCIAL, "2(a)(1)", "")],
    "cc-by-nd-4.0": [(KEEP_NOTICES, "3(a)", ""), (NO_DERIVATIVES, "2(a)(1)(B)", "")],
    "cc-by-nc-nd-3.0": [(KEEP_NOTICES, "4(c)", ""), (NON_COMMERCIAL, "4(b)", ""), (NO_DERIVATIVES, "3", "")],
    "cc-by-nc-nd-4.0": [
        (KEEP_NOTICES, "3(a)", ""),
        (NON_COMMERCIAL, "2(a)(1)", ""),
        (NO_DERIVATIVES, "2(a)(1)(B)", ""),
    ],
    "cc-by-nc-sa-2.0": [
        (KEEP_NOTICES, "4(d)", ""),
        (NON_COMMERCIAL, "4(c)", ""),
        (SHARE_ALIKE, "4(b)", "cc-by-nc-sa"),
    ],
    "cc-by-nc-sa-3.0": [
        (KEEP_NOTICES, "4(d)", ""),
        (NON_COMMERCIAL, "4(c)", ""),
        (SHARE_ALIKE, "4(b)", "cc-by-nc-sa"),
    ],
    "cc-by-nc-sa-4.0": [
        (KEEP_NOTICES, "3(a)", ""),
        (NON_COMMERCIAL, "2(a)(1)", ""),
        (SHARE_ALIKE, "3(b)", "cc-by-nc-sa"),
    ],
    "cdla-permissive-1.0": [(KEEP_NOTICES, "3.1", "")],
    "cdla-permissive-2.0": [(KEEP_NOTICES, "2.1", "")],
    "cdla-sharing-1.0": [(KEEP_NOTICES, "3.1(c)", ""), (SHARE_ALIKE, "3.1(a)", "cdla-sharing")],
    "odbl": [(KEEP_NOTICES, "4.2", ""), (SHARE_ALIKE, "4.4", "odbl")],
    "gpl-2.0": [(KEEP_NOTICES, "1", ""), ("source-code", "3", ""), (SHARE_ALIKE, "2(b)", "gpl-2.0")],
    "gpl-3.0": [(KEEP_NOTICES, "4, 5", ""), ("source-code", "6", ""), (SHARE_ALIKE, "5(c)", "gpl-3.0")],
    "lgpl-2.1": [(KEEP_NOTICES, "1", ""), ("source-code", "4", ""), (SHARE_ALIKE, "2(c)", "lgpl")],
    "lgpl-3.0": [(KEEP_NOTICES, "4", ""), ("source-code", "4(d)", ""), (SHARE_ALIKE, "2", "lgpl")],
    "agpl-3.0": [
        (KEEP_NOTICES, "4, 5", ""),
        ("source-code", "6", ""),
        (SHARE_ALIKE, "5(c)", "gpl-3.0"),
        ("network-source", "13", ""),
    ],
    "mpl-2.0": [(KEEP_NOTICES, "3.4", ""), ("source-code", "3.2", ""), (SHARE_ALIKE, "3.1", "mpl-2.0")],
    "epl-1.0": [(KEEP_NOTICES, "3", ""), ("source-code", "3", ""), (SHARE_ALIKE, "3", "epl")],
    "epl-2.0": [(KEEP_NOTICES, "3.3", ""), ("source-code", "3.1", ""), (SHARE_ALIKE, "3.1", "epl")],
    "eupl-1.1": [(KEEP_NOTICES, "5", ""), ("source-code", "5", ""), (SHARE_ALIKE, "5", "eupl")],
    "eupl-1.2": [(KEEP_NOTICES, "5", ""), ("source-code", "5", ""), (SHARE_ALIKE, "5", "eupl")],
    "osl-3.0": [
        (KEEP_NOTICES, "6", ""),
        ("source-code", "3", ""),
        (SHARE_ALIKE, "1(c)", "osl-3.0"),
        ("network-source", "5", ""),
    ],
}
# For use restrictions: licences whose lists of uses are in substance one.
POLICY_FAMILY = {
    **{key: "llama" for key in ("llama2", "llama3", "llama3.1", "llama3.2", "llama3.3", "llama4")},
    **{
        key: "openrail"
        for key in ("creativeml-openrail-m", "openrail++", "bigscience-openrail-m", "bigscience-bloom-rail-1.0")
    },
    **{key: "tencent-hunyuan" for key in ("tencent-hunyuan-large", "tencent-hunyuan-video", "tencent-hunyuan-image-3")},
}
# More SPDX texts worth a fingerprint beside those the hub lists.
MORE_TEXTS = (
    "0BSD Artistic-1.0 BSD-4-Clause BUSL-1.1 CC-BY-1.0 CC-BY-NC-2.5 CC-BY-NC-ND-2.0 CC-BY-NC-ND-2.5 CC-BY-NC-SA-2.5 "
    "CC-BY-ND-3.0 CC-BY-SA-2.0 CC-BY-SA-2.5 CDDL-1.0 CECILL-2.1 CPAL-1.0 Elastic-2.0 GFDL-1.3-only GPL-1.0-only "
    "LGPL-2.0-only MIT-0 MPL-1.1 MulanPSL-2.0 O-UDA-1.0 OGL-UK-3.0 PolyForm-Noncommercial-1.0.0 "
    "PolyForm-Small-Business-1.0.0 Python-2.0 SSPL-1.0 UPL-1.0 Vim"
).split()
