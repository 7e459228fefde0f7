"""Which tests prove which point of the linkbacks' reference (LINKBACKS.md, sections 1 to 6).

A row or paragraph there is one key: the beginning of its SHA-256, so that a changed one is noticed.
Under it stand its points in our own words, each with the tests that prove it, as "file::test" in
this room or "room/file::test" elsewhere. A point without a test fails.
"""

POINTS: dict[str, dict[str, list[str]]] = {
    "631b1e4bbae7": {
        "pingback: discovery: said twice and absolutely": [
            "discovery::test_an_open_article_says_where_once_and_absolutely",
            "discovery::test_a_page_such_as_about_says_it_too",
        ],
        "pingback: discovery: only where links are taken": [
            "discovery::test_a_closed_article_says_nothing",
            "discovery::test_lists_and_feeds_say_nothing",
            "discovery::test_a_hidden_article_says_nothing",
            "discovery::test_where_no_links_are_taken_nothing_is_said_at_all",
            "wordpress::test_it_finds_nothing_to_ping_where_no_links_are_taken",
        ],
    },
    "71c2787c63c4": {
        "pingback: request: the call as others make it": [
            "foreign_clients::test_the_standard_librarys_client_pings_the_server_that_our_header_names",
            "node_clients::test_node_pingback_finds_our_server_and_its_link_is_taken_once",
            "wordpress::test_its_pingback_is_taken_and_it_takes_that_for_an_answer",
        ],
        "pingback: request: any content type": [
            "xmlrpc_door::test_the_content_type_says_nothing",
            "any_request::test_any_post_is_answered_in_the_words_of_its_protocol",
            "newsroom/wsgi::test_a_content_type_that_cannot_be_read_is_none",
        ],
        "pingback: request: nothing but POST": ["xmlrpc_door::test_only_post_is_answered"],
        "pingback: request: no long body": [
            "xmlrpc_door::test_a_long_body_is_refused_before_it_is_read",
            "xmlrpc::test_64_kib_are_not_too_long",
        ],
    },
    "5a95209c6c30": {
        "pingback: answer: a string that says what became of it": [
            "pingback_cases::test_the_success_string_says_what_became_of_the_link"
        ],
        "pingback: answer: status 200 for faults too": [
            "xmlrpc_door::test_any_bytes_get_a_well_formed_answer"
        ],
    },
    "25a222075b69": {
        "pingback: faults: whole faults that clients read": [
            "xmlrpc::test_answers_and_faults_are_read_by_the_standard_library"
        ],
        "pingback: faults: nothing is fetched before the target is known": [
            "pingback_cases::test_a_target_on_another_site_is_32",
            "pingback_cases::test_lists_and_closed_articles_are_33",
            "pingback_cases::test_hidden_and_missing_articles_are_32_in_the_same_words",
        ],
        "pingback: faults: one answer for all sources that cannot be had": [
            "pingback_cases::test_a_source_that_cannot_be_had_is_16_in_one_sentence",
            "pingback_refusals::test_a_source_that_may_not_be_asked_is_16_in_the_same_words",
        ],
    },
    "43bf2d338ab8": {
        "pingback: XML: malformed": ["xmlrpc::test_what_is_no_harmless_xml_is_malformed"],
        "pingback: XML: not a call": ["xmlrpc::test_other_xml_is_no_call"],
        "pingback: XML: unknown method": ["xmlrpc_door::test_every_other_method_is_unknown"],
        "pingback: XML: wrong parameters": [
            "xmlrpc_door::test_wrong_parameters_are_told",
            "xmlrpc::test_parameters_that_are_no_values_are_wrong",
        ],
        "pingback: XML: bombs": [
            "xmlrpc::test_no_bomb_explodes",
            "xmlrpc::test_any_bytes_are_a_call_or_a_fault",
        ],
    },
    "529793e955bf": {
        "pingback: methods: no multicall": [
            "xmlrpc_door::test_every_other_method_is_unknown",
            "xmlrpc_door::test_the_methods_are_these",
        ],
        "pingback: methods: getPingbacks of shown links": [
            "xmlrpc_door::test_getpingbacks_lists_what_is_shown_and_nothing_else"
        ],
    },
    "a16e91bf837d": {
        "pingback: target: current address in every spelling": [
            "targets::test_every_spelling_of_the_address_means_the_article"
        ],
        "pingback: target: addresses it had": [
            "targets::test_an_address_that_the_article_had_means_it"
        ],
        "pingback: target: hidden articles": [
            "pingback_refusals::test_nothing_tells_hidden_articles_from_missing_ones"
        ],
        "pingback: target: lists": ["pingback_refusals::test_a_list_is_33"],
    },
    "a3bf33c31b37": {
        "pingback: source: status and type": [
            "pingback_refusals::test_a_source_that_answers_badly_is_16"
        ],
        "pingback: source: a link by its resolved address": [
            "reading::test_a_link_is_found_by_where_it_leads",
            "reading::test_what_only_looks_like_the_link_is_none",
        ],
        "pingback: source: address properties of an entry": [
            "microformats::test_the_property_that_holds_the_link_says_what_the_entry_is"
        ],
    },
    "e3b8b158bc27": {
        "pingback: twice: once in the database": [
            "at_once::test_twenty_equal_pings_make_one_row_and_the_others_are_48"
        ],
        "pingback: twice: compared normalised": [
            "pingback_refusals::test_another_spelling_of_the_same_source_is_48"
        ],
        "pingback: twice: read again at most hourly": [
            "verification::test_a_ping_for_a_known_link_reads_it_again_at_most_hourly"
        ],
        "pingback: twice: withdrawn starts anew": [
            "pingback_refusals::test_a_withdrawn_link_starts_anew",
            "at_once::test_one_restart_of_a_withdrawn_link_wins",
        ],
    },
    "2e313f3bc024": {
        "pingback: flood: by source host": [
            "moderation/checks::test_the_thirty_first_link_of_one_site_waits"
        ],
        "pingback: flood: by network": [
            "moderation/checks::test_the_thirty_first_link_of_one_network_waits"
        ],
        "pingback: flood: a time to try again": [
            "pingback_cases::test_too_many_links_at_once_are_49_and_so_is_a_blocked_host"
        ],
        "pingback: flood: steady rate": [
            "moderation/limits::test_after_the_wait_exactly_one_more_passes"
        ],
        "pingback: flood: numbers are settings": [
            "moderation/checks::test_the_newsroom_says_how_many_links_may_come_at_once_and_then_a_minute",
            "moderation/checks::test_the_newsroom_may_neither_forbid_by_limits_nor_do_without_them",
            "switches::test_the_limits_are_fields_of_the_newsrooms_form",
        ],
    },
    "10acd5301863": {
        "pingback: time: within three seconds or queued": [
            "pingback_cases::test_the_success_string_says_what_became_of_the_link"
        ],
        "pingback: time: one at a time per process": [
            "at_once::test_two_slow_sources_keep_one_thread_of_the_process"
        ],
        "pingback: time: the queue verifies": [
            "verification::test_a_queued_linkback_is_verified_by_its_task"
        ],
    },
    "df2556d3b44b": {
        "case: misshapen: answer": ["pingback_cases::test_misshapen_pings_are_0_with_the_reason"],
        "case: misshapen: each way": [
            "pingback_refusals::test_what_is_not_two_strings_is_0",
            "pingback_refusals::test_what_is_no_web_address_is_0",
            "pingback_refusals::test_a_page_that_announces_itself_is_0",
        ],
    },
    "18e091b3626b": {
        "case: not ours: answer": ["pingback_cases::test_a_target_on_another_site_is_32"],
    },
    "84458c0da79c": {
        "case: lists, closed: answer": ["pingback_cases::test_lists_and_closed_articles_are_33"],
        "case: lists, closed: each switch": [
            "pingback_refusals::test_each_switch_closes",
            "pingback_refusals::test_an_article_may_be_open_in_a_closed_newsroom",
        ],
    },
    "d0e00e00a40d": {
        "case: missing, hidden: answer": [
            "pingback_cases::test_hidden_and_missing_articles_are_32_in_the_same_words"
        ],
    },
    "f2dc14870871": {
        "case: limits, blocks: answer": [
            "pingback_cases::test_too_many_links_at_once_are_49_and_so_is_a_blocked_host"
        ],
    },
    "d0dfa3197dda": {
        "case: registered: answer": ["pingback_cases::test_the_same_link_again_is_48"],
    },
    "c86294a6b3f1": {
        "case: no source: answer": [
            "pingback_cases::test_a_source_that_cannot_be_had_is_16_in_one_sentence"
        ],
        "case: no source: timed out": [
            "lib/fetch_bounds::test_the_deadline_ends_whatever_is_slow",
            "verification::test_what_fails_for_now_is_tried_again_with_growing_pauses",
        ],
    },
    "bc1b04a8c4bb": {
        "case: no link: answer": ["pingback_cases::test_a_source_without_the_link_is_17"],
    },
    "8ffa526868d0": {
        "case: taken: answer": [
            "pingback_cases::test_the_success_string_says_what_became_of_the_link"
        ],
    },
    "176279e8e28c": {
        "title and excerpt: the documents title": ["reading::test_the_title_is_the_documents"],
        "title and excerpt: text around the link": [
            "reading::test_the_excerpt_is_the_text_around_the_link_cut_between_words"
        ],
        "title and excerpt: content only": [
            "reading::test_what_is_not_content_is_no_excerpt",
            "reading::test_the_link_in_the_content_wins_over_the_one_in_the_menu",
        ],
    },
    "1646aea477e6": {
        "trackback: endpoint: taken": [
            "trackbacks::test_a_proven_link_is_taken_and_waits",
            "wordpress::test_its_trackback_is_taken",
        ],
        "trackback: endpoint: address required": ["trackbacks::test_the_address_is_required"],
        "trackback: endpoint: unknown fields": [
            "trackbacks::test_unknown_fields_are_ignored_and_hostile_ones_are_text"
        ],
        "trackback: endpoint: GET leads to the article": [
            "trackbacks::test_who_only_looks_is_sent_to_the_article"
        ],
    },
    "308abfdf33f3": {
        "trackback: answer: always that XML": [
            "trackback_forms::test_any_bytes_get_a_well_formed_answer",
            "any_request::test_any_post_is_answered_in_the_words_of_its_protocol",
            "trackbacks::test_who_is_too_fast_is_told_when_to_try_again",
            "trackbacks::test_a_closed_article_takes_none",
        ],
    },
    "9df01919a8f4": {
        "trackback: characters: in this order": [
            "trackback_forms::test_the_content_type_names_the_characters",
            "trackback_forms::test_a_field_names_the_characters",
            "trackback_forms::test_the_content_type_wins_over_the_field",
            "trackback_forms::test_without_a_word_it_is_utf_8_and_then_windows_1252",
        ],
    },
    "49457a3f7a5e": {
        "trackback: proof: verified": [
            "trackbacks::test_a_source_without_the_link_is_refused_whatever_it_claims"
        ],
        "trackback: proof: claims come last": [
            "trackbacks::test_the_page_wins_over_the_claims",
            "trackbacks::test_claims_are_used_where_the_page_says_nothing",
        ],
    },
    "557a3f32cc2f": {
        "trackback: RDF: the block as others read it": [
            "discovery::test_an_open_article_describes_its_trackback_endpoint",
            "discovery::test_a_headline_ends_neither_the_comment_nor_the_block",
            "foreign_clients::test_a_trackback_by_the_endpoint_that_our_rdf_names_is_taken",
        ],
    },
    "ef53e0c9ada4": {
        "webmention: receiving: both fields and different": [
            "webmentions::test_both_fields_are_needed",
            "webmentions::test_source_and_target_must_differ",
        ],
        "webmention: receiving: refused at once with 400": [
            "webmentions::test_what_is_refused_is_400_with_the_reason"
        ],
        "webmention: receiving: reason by accept": [
            "webmentions::test_the_answer_is_in_the_form_that_the_sender_reads"
        ],
        "webmention: receiving: taken with 201": [
            "webmentions::test_a_proven_link_is_201_with_the_address_of_its_status",
            "foreign_clients::test_webmentions_hears_whether_a_link_is_taken",
        ],
        "webmention: receiving: status page in four words": [
            "status_page::test_it_says_one_of_four_words"
        ],
        "webmention: receiving: status page is secret and ends": [
            "status_page::test_nobody_makes_its_address_up",
            "status_page::test_it_ends_after_thirty_days",
        ],
        "webmention: receiving: status page is no scanner": [
            "status_page::test_it_tells_nothing_of_networks_that_only_we_can_reach",
            "status_page::test_it_does_not_say_who_decided",
        ],
        "webmention: receiving: form for people": [
            "webmentions::test_looking_at_the_address_shows_a_form"
        ],
        "webmention: receiving: again is an update": [
            "webmention_updates::test_a_changed_page_is_refreshed_at_once"
        ],
        "webmention: receiving: taken back": [
            "webmention_updates::test_a_page_that_takes_its_link_back_is_withdrawn",
            "foreign_clients::test_webmentions_finds_our_endpoint_and_announces_a_link_and_its_end",
        ],
        "webmention: receiving: JSON": [
            "reactions::test_json_proves_a_link_too",
            "reading::test_json_must_have_a_property_that_is_the_address",
            "reading::test_json_says_what_it_is_and_by_whom",
            "reading::test_json_that_only_speaks_of_the_address_or_is_none_does_not_count",
        ],
        "webmention: receiving: plain text": [
            "reading::test_plain_text_must_hold_the_exact_address"
        ],
    },
    "ffe20e59c553": {
        "sending: links of the content": [
            "sending_plans::test_an_announcement_begins_one_ping_for_each_page_that_is_linked_to",
            "sending_plans::test_what_is_no_link_to_another_page_tells_nobody",
        ],
        "sending: one GET": [
            "sending_protocols::test_a_webmention_is_a_form_with_source_and_target"
        ],
        "sending: webmention discovery": [
            "endpoints::test_the_discovery_cases_of_webmention_rocks",
            "endpoints::test_link_headers_are_read_as_rfc_8288_writes_them",
            "sending_protocols::test_relative_endpoints_start_where_redirects_ended",
        ],
        "sending: pingback then trackback": [
            "endpoints::test_pingback_is_next_by_header_then_by_link",
            "endpoints::test_trackback_is_last_and_its_block_must_speak_of_the_link",
        ],
        "sending: one protocol": [
            "sending_protocols::test_webmention_is_preferred_and_one_protocol_is_enough"
        ],
        "sending: success": [
            "sending_protocols::test_any_2xx_is_success_for_a_webmention",
            "sending_protocols::test_fault_48_is_success",
            "sending_protocols::test_a_fault_with_the_status_of_a_refusal_is_a_fault",
            "wordpress::test_it_verifies_and_keeps_our_pingback_once",
            "wordpress::test_it_finds_our_trackback_good_and_keeps_it_once",
        ],
        "sending: failure": [
            "sending_protocols::test_a_trackback_that_is_refused_failed",
            "sending_protocols::test_refusals_are_final_and_troubles_pass",
            "sending_protocols::test_every_other_fault_is_final",
        ],
        "sending: a day of attempts": [
            "sending_attempts::test_attempts_follow_each_other_for_about_a_day_and_then_end",
            "sending_attempts::test_a_rude_endpoint_is_tried_again_until_it_is_well",
            "wordpress::test_who_comes_too_soon_after_another_waits_and_is_let_in_later",
        ],
        "sending: reason and answer stay": [
            "sending_protocols::test_any_answer_ends_in_a_state_with_a_reason_that_has_a_sentence",
            "sending_admin::test_a_row_tells_where_what_and_why_in_words",
        ],
        "sending: revision": [
            "sending_plans::test_a_revision_tells_of_new_and_removed_links_and_of_no_other",
            "two_instances::test_a_link_arrives_is_shown_and_leaves_with_the_link",
        ],
        "sending: withdrawal": [
            "sending_plans::test_a_withdrawal_tells_everybody_who_was_told_and_a_return_all_of_them_again",
            "two_instances::test_a_link_leaves_with_its_article",
            "articles/withdrawing::test_a_withdrawn_article_is_gone_and_says_nothing_of_what_it_was",
        ],
        "sending: own articles": [
            "own_links::test_a_link_to_our_own_article_is_shown_there_at_once_without_http"
        ],
    },
    "8879eacdc7ab": {
        "what the source is: kind by the property": [
            "microformats::test_the_property_that_holds_the_link_says_what_the_entry_is",
            "microformats::test_an_answer_to_an_invitation_is_one_only_if_it_answers_this",
            "microformats::test_real_pages_are_what_others_found_them_to_be",
        ],
        "what the source is: name and address of the author": [
            "microformats::test_the_author_has_a_name_and_an_address_of_the_web"
        ],
        "what the source is: picture of the author": [
            "microformats::test_the_authors_picture_has_an_address_of_the_web",
            "faces::test_a_reply_that_is_shown_has_the_face_of_its_author",
            "faces::test_a_like_has_its_face_in_the_likes_line",
            "faces::test_a_site_whose_author_has_no_picture_has_its_icon",
        ],
        "what the source is: an answer says so": [
            "reactions::test_an_answer_to_an_invitation_says_so_in_its_own_words"
        ],
        "what the source is: own words cleaned and cut": [
            "microformats::test_a_reply_is_quoted_in_its_own_words",
            "reactions::test_a_reply_is_a_quote_with_its_author",
        ],
        "what the source is: http and https are one": [
            "microformats::test_every_spelling_of_the_address_counts"
        ],
        "what the source is: our own reaction is none": [
            "microformats::test_a_page_that_only_shows_our_own_reaction_is_no_response",
            "reactions::test_a_page_that_shows_our_own_answer_is_refused",
        ],
    },
    "90ca3f8b8fbd": {
        "one pipeline: one row for two protocols": [
            "webmention_updates::test_a_link_that_two_protocols_announce_is_one",
            "two_instances::test_a_link_arrives_is_shown_and_leaves_with_the_link",
        ],
        "one pipeline: the page says more than any protocol": [
            "webmention_updates::test_a_link_that_two_protocols_announce_is_one",
            "webmention_updates::test_nobody_changes_what_was_approved_by_claiming_something_else",
            "reactions::test_a_like_that_becomes_a_reply_moves_and_back",
        ],
        "one pipeline: states reasons times": [
            "verification::test_the_row_holds_what_the_page_says",
            "verification::test_what_is_gone_is_withdrawn_and_the_evidence_kept",
            "moderation/deciding::test_a_verdict_is_stored_with_its_reason_and_logged",
        ],
        "one pipeline: own count": ["moderation/deciding::test_each_kind_has_its_own_count"],
        "one pipeline: own list": ["listing::test_the_heading_counts_links_alone"],
        "one pipeline: in comments feeds only when asked for": [
            "comments/feeds::test_links_from_other_sites_are_in_no_feed_unless_the_newsroom_says_so",
            "comments/feeds::test_a_link_is_an_item_with_its_permanent_address",
            "listing::test_a_linkback_has_a_permanent_address_that_leads_to_its_place",
        ],
    },
    "d3959ccc5650": {
        "moderation: own site": [
            "moderation/checks::test_our_own_article_that_links_is_shown_at_once"
        ],
        "moderation: blocked without a fetch": [
            "pingback_cases::test_too_many_links_at_once_are_49_and_so_is_a_blocked_host",
            "webmentions::test_a_blocked_host_is_refused_without_a_fetch",
            "trackbacks::test_a_blocked_host_is_refused_without_a_fetch",
        ],
        "moderation: trusted host": [
            "verification::test_a_host_of_which_a_person_approved_a_link_is_trusted",
            "verification::test_a_trusted_host_vouches_for_no_other_host",
        ],
        "moderation: whole domain by choice": [
            "moderation/checks::test_a_block_of_a_whole_domain_reaches_what_is_below_it",
            "moderation/checks::test_a_trusted_site_is_shown_and_its_neighbours_are_held",
        ],
        "moderation: no trust for public suffixes": [
            "moderation/domains::test_a_public_suffix_is_never_trusted_or_blocked_as_a_whole",
            "moderation/domains::test_the_form_refuses_it_too",
            "lib/suffixes::test_below_a_public_suffix_live_strangers",
        ],
        "moderation: held or shown by policy": [
            "moderation/checks::test_in_a_newsroom_that_decides_on_everything_both_are_held",
            "verification::test_the_newsroom_may_show_at_once",
        ],
        "moderation: evidence for the moderator": [
            "moderation/admin::test_a_linkback_is_shown_with_its_source"
        ],
        "moderation: earlier linkbacks of the domain": [
            "moderation/domains::test_earlier_links_are_those_of_the_registered_domain_in_every_state",
            "moderation/domains::test_a_neighbour_on_a_blog_farm_is_another_domain",
        ],
        "moderation: deciding for the domain at once": [
            "moderation/domains::test_a_domain_is_decided_at_once_each_link_by_the_normal_verb"
        ],
    },
    "75efa856c24c": {
        "verified again: schedule": ["verification::test_the_older_a_link_the_rarer_it_is_read"],
        "verified again: gone": [
            "verification::test_what_is_gone_is_withdrawn_and_the_evidence_kept"
        ],
        "verified again: moved": [
            "verification::test_a_page_that_moved_to_another_host_waits_for_a_person_once"
        ],
        "verified again: a week of failures": [
            "verification::test_what_fails_otherwise_has_a_week",
            "rude_sources::test_what_was_shown_stays_shown",
        ],
    },
    "721907e549e4": {
        "outgoing requests: plain web addresses only": [
            "lib/fetch_addresses::TestAsDeployed::test_what_is_no_plain_web_address_is_refused_without_a_lookup"
        ],
        "outgoing requests: ports": [
            "lib/fetch_addresses::TestAsDeployed::test_other_ports_are_refused_without_a_lookup",
            "lib/fetch_addresses::TestAsDeployed::test_the_webs_ports_are_judged_by_the_address",
        ],
        "outgoing requests: each refused range": [
            "lib/networks::test_a_special_address_is_refused",
            "lib/networks::test_whatever_the_registry_calls_private_is_refused",
        ],
        "outgoing requests: every address of a host": [
            "lib/fetch_addresses::TestAsDeployed::test_one_special_address_among_public_ones_spoils_the_host"
        ],
        "outgoing requests: every spelling": [
            "lib/fetch_addresses::TestAsDeployed::test_every_spelling_of_loopback_is_refused_before_connecting"
        ],
        "outgoing requests: rebinding": [
            "lib/fetch_addresses::TestNamedNetworks::test_a_name_is_asked_for_once_and_the_answer_is_kept",
            "lib/fetch_addresses::TestAsDeployed::test_a_public_address_is_what_the_connection_goes_to",
            "lib/fetch_sockets::test_no_address_and_no_dns_opens_a_socket_to_a_refused_address",
        ],
        "outgoing requests: TLS by name": [
            "lib/fetch_tls::test_the_name_is_asked_for_and_checked",
            "lib/fetch_tls::test_a_certificate_for_another_name_is_not_enough",
        ],
        "outgoing requests: each hop": [
            "lib/fetch_addresses::TestNamedNetworks::test_each_hop_is_judged_like_the_first",
            "lib/fetch_sockets::test_no_chain_of_redirects_opens_a_socket_to_a_refused_address",
            "lib/fetch_exchange::test_five_redirects_are_followed_and_six_are_not",
        ],
        "outgoing requests: deadlines": [
            "lib/fetch_bounds::test_the_deadline_ends_whatever_is_slow",
            "lib/fetch_bounds::test_the_connect_timeout_is_for_each_address",
        ],
        "outgoing requests: size": [
            "lib/fetch_bounds::test_a_gzip_bomb_stops_at_the_limit",
            "lib/fetch_bounds::test_the_limit_is_met_and_not_passed",
        ],
        "outgoing requests: types before the body": [
            "lib/fetch_exchange::test_an_unwanted_type_is_refused_before_its_body"
        ],
        "outgoing requests: who asks and why": [
            "lib/fetch_exchange::test_the_request_says_who_asks_and_why_and_nothing_more"
        ],
        "outgoing requests: concurrency per host": [
            "lib/fetch_bounds::test_two_ask_one_host_and_the_third_waits_its_turn"
        ],
        "outgoing requests: pace per host": [
            "sending_attempts::test_one_host_is_not_asked_too_often_and_waiting_is_no_attempt"
        ],
        "outgoing requests: own origin": [
            "lib/fetch_addresses::TestOwnOrigin::test_our_own_pages_are_never_fetched",
            "lib/fetch_addresses::TestOwnOrigin::test_nor_by_another_name_for_our_address",
        ],
        "outgoing requests: named networks": [
            "lib/fetch_addresses::TestNamedNetworks::test_a_named_network_is_reached_on_any_port",
            "newsroom/checks::test_inner_networks_are_opened_to_private_sites_only",
        ],
        "outgoing requests: pictures bounded, decoded, small, no drawings": [
            "faces::test_what_is_kept_is_a_small_square_that_we_encoded",
            "faces::test_what_is_no_picture_is_refused_and_the_reason_kept",
            "faces::test_nor_is_one_in_a_closed_network_or_of_our_own",
            "lib/pictures::test_a_square_is_not_made_of_more_pixels_than_wanted",
        ],
        "outgoing requests: pictures are tried again": [
            "faces::test_what_fails_for_now_is_tried_again_with_growing_pauses",
            "faces::test_a_worker_that_died_after_the_file_was_written_leaves_no_like_without_it",
        ],
        "outgoing requests: pictures go with the linkback": [
            "faces::test_it_goes_when_nobody_who_is_shown_has_it",
            "faces::test_it_goes_when_the_link_is_taken_back",
        ],
        "outgoing requests: removal by a signed link": [
            "removal::test_post_removes_it_and_the_log_keeps_why",
            "removal::test_its_picture_is_deleted",
            "removal::test_nobody_makes_one_up",
            "removal::test_it_ends",
            "removal::test_it_is_void_once_something_was_decided",
            "removal::test_it_stays_out_of_the_log",
        ],
        "outgoing requests: removal is the owner's alone": [
            "removal::test_nobody_is_given_it_for_announcing_the_link",
            "removal::test_moderators_find_the_address_to_hand_out",
            "removal::test_who_may_only_look_is_not_shown_it",
        ],
        "outgoing requests: removal by the page itself": [
            "removal::test_a_page_that_asks_for_it_is_shown_no_more",
            "removal::test_a_new_one_is_refused_with_the_reason_and_nothing_of_it_kept",
            "removal::test_what_others_may_write_on_the_page_removes_nothing",
            "removal::test_the_status_page_says_how_and_has_the_button",
            "browser/removal::test_a_link_is_announced_shown_with_a_face_and_declined",
        ],
        "outgoing requests: what was removed does not come back by itself": [
            "removal::test_it_does_not_come_back_by_itself",
            "removal::test_announced_anew_it_waits_for_a_person_even_from_a_trusted_site",
        ],
        "outgoing requests: export by host": [
            "sites::test_the_export_holds_every_linkback_like_and_ping_and_nothing_of_others",
            "sites::test_the_command_writes_json_to_the_terminal_or_into_a_file",
            "sites::test_the_page_hands_out_a_file",
        ],
        "outgoing requests: erasure by host": [
            "sites::test_erasing_takes_linkbacks_likes_and_faces_and_counts_anew",
            "sites::test_the_command_asks_first",
            "sites::test_the_page_says_how_much_there_is_and_erases_it",
            "sites::test_nobody_but_administrators_may",
        ],
    },
    "cd53e6bca226": {
        "complaints: switches": [
            "pingback_refusals::test_each_switch_closes",
            "switches::test_each_switch_is_a_field_of_a_form_and_closes_and_opens",
        ],
        "complaints: apart from comments": [
            "listing::test_the_heading_counts_links_alone",
            "listing::test_what_is_not_shown_is_not_there",
        ],
        "complaints: own links do not wait": [
            "own_links::test_a_link_to_our_own_article_is_shown_there_at_once_without_http",
            "own_links::test_nobody_is_sent_mail_about_it",
        ],
        "complaints: no port scanner": [
            "pingback_refusals::test_a_source_that_may_not_be_asked_is_16_in_the_same_words"
        ],
        "complaints: no amplifier": [
            "xmlrpc_door::test_every_other_method_is_unknown",
            "at_once::test_two_slow_sources_keep_one_thread_of_the_process",
        ],
        "complaints: updates and deletes": [
            "webmention_updates::test_a_changed_page_is_refreshed_at_once",
            "two_instances::test_a_link_leaves_with_its_article",
        ],
        "complaints: nothing sent for unchanged articles": [
            "sending_plans::test_a_revision_that_changes_no_link_tells_nobody_whatever_became_of_them"
        ],
        "complaints: the reason is told and kept": [
            "status_page::test_it_says_one_of_four_words",
            "pingback_refusals::test_the_reason_is_kept_for_the_newsroom",
            "moderation/checks::test_every_reason_has_its_sentence",
        ],
    },
}
